import { createScriptChecker } from '../../server/src/script/checking/createScriptChecker.ts';
import type { ScriptEnvironment } from '../../server/src/script/checking/environment.ts';
import { parseScript } from '../../server/src/script/parsing/parseScript.ts';
import { updateScript } from '../../server/src/script/parsing/updateScript.ts';
import type { ScriptKnowledge } from '../../server/src/scripts/scriptKnowledge.ts';
import { percentile } from '../load/loadStatistics.ts';
import { longScript } from '../script/support/longScript.ts';
import { median, timeMs, withoutPeer, type BenchResult } from './benchResult.ts';

export interface ScriptBench {
  readonly roundCount: number;
  /** The voices and the dictionary of this machine. */
  readonly knowledge: ScriptKnowledge;
}

/** The script language on scripts as long as books, and much longer ones. */
export function measureScriptSpeed({ roundCount, knowledge }: ScriptBench): BenchResult[] {
  const book = longScript(1_000_000);
  const environment: ScriptEnvironment = { ...knowledge, included: [], fileExists: () => null };
  const medianMs = (work: () => unknown): number =>
    median(Array.from({ length: roundCount }, () => timeMs(work)));
  const check = (source: string): void => {
    const script = parseScript(source);
    createScriptChecker().check(script, script.frontMatter, environment);
  };
  // Until the code is compiled, which short scripts would pay for.
  for (let round = 0; round < 5; round++) check(book);
  const growth = sizes.flatMap((kilobytes) => {
    const source = longScript(kilobytes * 1000);
    const perMegabyte = (name: string, work: (source: string) => unknown): BenchResult =>
      withoutPeer(
        `${name} a script of ${kilobytes} kB, for each MB`,
        (medianMs(() => work(source)) * 1000) / kilobytes,
        'ms',
      );
    return [perMegabyte('Parse', parseScript), perMegabyte('Parse and check', check)];
  });
  const typing = typeIn(book, environment);
  return [
    ...growth,
    withoutPeer('Update a script of 1 MB after a keystroke, p95', percentile(typing.updateMs, 0.95), 'ms'),
    withoutPeer('Update and check it after a keystroke, p95', percentile(typing.checkedMs, 0.95), 'ms'),
  ];
}

const sizes = [10, 100, 1000, 10_000];
const keystrokeCount = 400;

/** Letters typed at places all over the script. */
function typeIn(
  source: string,
  environment: ScriptEnvironment,
): { readonly updateMs: readonly number[]; readonly checkedMs: readonly number[] } {
  const checker = createScriptChecker();
  let script = parseScript(source);
  checker.check(script, script.frontMatter, environment);
  const updateMs: number[] = [];
  const checkedMs: number[] = [];
  for (let index = 0; index < keystrokeCount; index++) {
    const offset = Math.floor(((index * 0.618) % 1) * script.source.length);
    const ms = timeMs(() => {
      script = updateScript(script, { startOffset: offset, endOffset: offset, text: 'x' });
    });
    updateMs.push(ms);
    checkedMs.push(ms + timeMs(() => checker.check(script, script.frontMatter, environment)));
  }
  return { updateMs, checkedMs };
}
