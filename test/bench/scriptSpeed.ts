import { parseScript } from '../../server/src/script/parsing/parseScript.ts';
import { updateScript } from '../../server/src/script/parsing/updateScript.ts';
import { longScript } from '../script/support/longScript.ts';
import { median, withoutPeer, type BenchResult } from './benchResult.ts';

/** The script language on scripts as long as books, and much longer ones. */
export function measureScriptSpeed(options: { readonly roundCount: number }): BenchResult[] {
  const { roundCount } = options;
  const book = longScript(1_000_000);
  const parseMs = (source: string): number =>
    median(Array.from({ length: roundCount }, () => timeMs(() => parseScript(source))));
  parseMs(book);
  const kilobyteMs = sizes.map((kilobytes) => {
    const source = longScript(kilobytes * 1000);
    return withoutPeer(
      `Parse a script of ${kilobytes} kB, for each MB`,
      (parseMs(source) * 1000) / kilobytes,
      'ms',
    );
  });
  return [
    withoutPeer('Parse a script of 1 MB', parseMs(book), 'ms'),
    ...kilobyteMs,
    withoutPeer('Update a script of 1 MB after a keystroke, p95', keystrokeMs(book), 'ms'),
  ];
}

const sizes = [10, 100, 1000, 10_000];
const keystrokeCount = 400;

function timeMs(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Letters typed at places all over the script. */
function keystrokeMs(source: string): number {
  let script = parseScript(source);
  const times = Array.from({ length: keystrokeCount }, (_, index) => {
    const offset = Math.floor(((index * 0.618) % 1) * script.source.length);
    return timeMs(() => {
      script = updateScript(script, { startOffset: offset, endOffset: offset, text: 'x' });
    });
  });
  return times.toSorted((a, b) => a - b)[Math.floor(keystrokeCount * 0.95)] ?? Number.NaN;
}
