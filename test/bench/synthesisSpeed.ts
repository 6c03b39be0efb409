import path from 'node:path';
import { neutralProsody } from '../../protocol/prosody.ts';
import { defaultThreadCount } from '../../server/src/inference/threadCount.ts';
import type { InstalledModel } from '../../server/src/models/modelStore.ts';
import type { Services } from '../../server/src/services.ts';
import { toPhrases } from '../../server/src/synthesis/engines/kokoro/phrasing.ts';
import { readVocabulary, toPhonemeIds } from '../../server/src/synthesis/engines/kokoro/vocabulary.ts';
import { createEnglishPhonemizer } from '../../server/src/synthesis/phonemes/englishPhonemizer.ts';
import { againstPeer, median, withoutPeer, type BenchResult } from './benchResult.ts';
import { startKokoroPeer } from './kokoroPeer.ts';

export interface SynthesisBench {
  readonly services: Services;
  readonly kokoro: InstalledModel;
  readonly peersFolder: string;
  readonly distFolder: string;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

const voice = 'af_heart';
const sentences = [
  'The kettle is on.',
  'We walked along the river until the rain began.',
  'She opened the letter slowly, as if the paper itself might break in her hands.',
  'Most of the garden was in shadow by the time we had finished lunch, and nobody wanted to go back to work.',
];

/**
 * Our synthesis against npm kokoro-js, both through a process of their own, sentence by sentence in turn: the same
 * weights, voice, phoneme ids and threads.
 */
export async function measureSynthesisSpeed(
  bench: SynthesisBench,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const { services, kokoro, note } = bench;
  const threadCount = defaultThreadCount();
  const { synthesizer } = await services.openSynthesis({ voice, provider: 'cpu', threadCount }, signal);
  note('Installing and loading the peer kokoro-js ...');
  const peer = await startKokoroPeer({
    folder: path.join(bench.peersFolder, 'kokoro-js'),
    graphPath: kokoro.path('kokoro-quantized.onnx'),
    tokenizerPath: kokoro.path('tokenizer.json'),
    threadCount,
  });
  try {
    const toIds = await createPhonemeIds(bench, signal);
    const pairs: { readonly oursMs: number; readonly peerMs: number; readonly audioMs: number }[] = [];
    for (let round = 0; round <= bench.roundCount; round += 1) {
      note(`Speaking with both, round ${round} of ${bench.roundCount} ...`);
      for (const text of sentences) {
        const startMs = performance.now();
        const ours = await synthesizer.synthesize(
          { text, voice, prosody: neutralProsody, spans: [] },
          signal,
        );
        const oursMs = performance.now() - startMs;
        const theirs = await peer.generate(await toIds(text), voice);
        requireSameLength(text, ours.samples.length, theirs.sampleCount);
        // The first round warms both up. Both figures are by the peer's length, which is the text's whole.
        if (round > 0) pairs.push({ oursMs, peerMs: theirs.elapsedMs, audioMs: theirs.sampleCount / 24 });
      }
    }
    const rtf = (key: 'oursMs' | 'peerMs'): number => median(pairs.map((pair) => pair[key] / pair.audioMs));
    const speedups = pairs.map(({ oursMs, peerMs }) => peerMs / oursMs);
    return [
      againstPeer(
        'Kokoro synthesis, against npm kokoro-js',
        { ours: rtf('oursMs'), peer: rtf('peerMs') },
        'RTF',
      ),
      withoutPeer('Kokoro synthesis, median of the pairs', median(speedups), 'times as fast'),
    ];
  } finally {
    peer.dispose();
  }
}

/** The phoneme ids that our engine computes for a sentence of one phrase. */
async function createPhonemeIds(
  { kokoro, distFolder }: SynthesisBench,
  signal: AbortSignal,
): Promise<(text: string) => Promise<number[]>> {
  const phonemizer = await createEnglishPhonemizer(path.join(distFolder, 'english.lexicon'), signal);
  const vocabulary = await readVocabulary(kokoro.path('tokenizer.json'));
  return async (text) => {
    const [phrase] = toPhrases(await phonemizer.phonemize(text, 'en-US', signal), 500);
    return toPhonemeIds(phrase?.phonemes ?? '', vocabulary);
  };
}

/**
 * Other phonemes, or another voice, would give another length. Ours may be shorter by the silence at the beginning,
 * of which we compute a quarter of a second only.
 */
function requireSameLength(text: string, ours: number, theirs: number): void {
  const difference = theirs - ours;
  if (difference >= -600 && difference <= 12_000) return;
  throw new Error(`"${text}" has ${ours} samples with us and ${theirs} with the peer: not the same work.`);
}
