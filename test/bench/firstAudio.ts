import type { Services } from '../../server/src/services.ts';
import { speak } from '../../server/src/synthesis/pipeline.ts';
import { median, withoutPeer, type BenchResult } from './benchResult.ts';

const voice = 'af_heart';

/** 60 words. */
const paragraph =
  'The harbor was quiet when the first boats came in. Two men stood on the pier and counted the crates as they ' +
  'were lifted ashore. Nobody spoke much, because the wind took every word away. By noon the market had opened, ' +
  'the fish lay in long silver rows, and the whole town seemed to be walking slowly along the water.';

/** How long a listener waits for the first sound of a paragraph, as a share of the time the whole takes. */
export async function measureFirstAudio(
  services: Services,
  roundCount: number,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const { synthesizer } = await services.openSynthesis({ voice, provider: 'cpu' }, signal);
  const rounds: { readonly firstMs: number; readonly wholeMs: number }[] = [];
  for (let round = 0; round < roundCount; round += 1) {
    const startMs = performance.now();
    let firstMs: number | null = null;
    for await (const chunk of speak(synthesizer, { text: paragraph, voice }, signal)) {
      if (chunk.samples.length > 0) firstMs ??= performance.now() - startMs;
    }
    const wholeMs = performance.now() - startMs;
    rounds.push({ firstMs: firstMs ?? wholeMs, wholeMs });
  }
  return [
    withoutPeer('First audio of 60 words', median(rounds.map(({ firstMs }) => firstMs)), 'ms'),
    withoutPeer(
      'First audio of 60 words, of the whole time',
      median(rounds.map(({ firstMs, wholeMs }) => (100 * firstMs) / wholeMs)),
      '%',
    ),
  ];
}
