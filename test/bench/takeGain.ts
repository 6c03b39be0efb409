import { readFileSync } from 'node:fs';
import type { TakeChoice } from '../../protocol/takes.ts';
import { hearWhole } from '../../server/src/recognition/hearWhole.ts';
import type { TranscribeTools } from '../../server/src/recognition/transcribe.ts';
import type { Services } from '../../server/src/services.ts';
import { speakMeasured } from '../../server/src/synthesis/measuredSpeech.ts';
import { toSpeechUnits } from '../../server/src/synthesis/speechUnits.ts';
import type { Synthesizer } from '../../server/src/synthesis/synthesizer.ts';
import type { TakeEar, TakesOptions } from '../../server/src/synthesis/takes/speakBestTakes.ts';
import { createTakeEar } from '../../server/src/access/takeEar.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { withoutPeer, type BenchResult } from './benchResult.ts';

/** Forty sentences each, that nothing was adjusted to; docs/takes.md says by which rule they were written. */
const sentenceFiles = {
  'hard for the ear': 'test/bench/takes/earSentences.json',
  'hard for the voice': 'test/bench/takes/voiceSentences.json',
};
const takeCount = 5;
const voice = 'af_heart';

export interface HardSentence {
  readonly kind: string;
  readonly text: string;
  /** In words, where the text has digits or abbreviations; both sides are compared by any usual reading. */
  readonly reading?: string;
}

export interface TakesBench {
  readonly services: Services;
  /** Takes every nth sentence. */
  readonly stride: number;
  readonly note: (line: string) => void;
}

/**
 * What takes are worth: sentences are spoken without them, and as the best of five that Moonshine picks; Whisper, which
 * has no say in the choice, hears that, the first take and the best. Told are the words that it hears wrong.
 */
export async function measureTakes(bench: TakesBench, signal: AbortSignal): Promise<BenchResult[]> {
  const { stride, note } = bench;
  const engines = await openEngines(bench.services, signal);
  const results: BenchResult[] = [];
  for (const [name, file] of Object.entries(sentenceFiles)) {
    const sentences = (JSON.parse(readFileSync(file, 'utf8')) as HardSentence[]).filter(
      (_sentence, index) => index % stride === 0,
    );
    const pairs: TakePair[] = [];
    for (const sentence of sentences) {
      const pair = await comparePair(sentence, engines, signal);
      pairs.push(pair);
      note(describe(pair));
    }
    results.push(...summarizePairs(name, pairs));
  }
  return results;
}

export interface TakeEngines {
  readonly synthesizer: Synthesizer;
  readonly ear: TranscribeTools;
  readonly judge: TranscribeTools;
}

export async function openEngines(services: Services, signal: AbortSignal): Promise<TakeEngines> {
  const options = { language: 'en' };
  const provider = 'cpu';
  const { synthesizer } = await services.openSynthesis({ voice, provider }, signal);
  const ear = await services.openRecognition({ engine: 'moonshine', provider }, signal);
  const judge = await services.openRecognition({ engine: 'whisper-base', provider }, signal);
  return { synthesizer, ear: { ...ear, options }, judge: { ...judge, options } };
}

/** One sentence as it is spoken without takes, in its first take, and in the best of them, as the judge hears it. */
export interface TakePair {
  readonly sentence: HardSentence;
  readonly wordCount: number;
  readonly usual: Judged;
  readonly first: Judged;
  readonly best: Judged;
  /** All that were made, in their order. */
  readonly takes: readonly Judged[];
  readonly choice: TakeChoice;
}

interface Judged {
  readonly editCount: number;
  readonly heard: string;
  /** Tokens of the reference, by their number. */
  readonly wrongTokens: readonly number[];
}

export async function comparePair(
  sentence: HardSentence,
  { synthesizer, ear, judge }: TakeEngines,
  signal: AbortSignal,
): Promise<TakePair> {
  const request = { text: sentence.text, voice };
  const reference = sentence.reading ?? sentence.text;
  const judged = async (chunks: readonly Float32Array[]): Promise<Judged> => {
    const { sampleRateHz } = synthesizer.description;
    const { text: heard } = await hearWhole({ chunks, sampleRateHz }, judge, signal);
    const { editCount, operations } = compareTranscripts(reference, heard);
    const wrong = operations.filter(({ kind }) => kind !== 'equal');
    const wrongTokens = [...new Set(wrong.flatMap(({ referenceSlot }) => referenceSlot ?? []))];
    return { heard, editCount, wrongTokens };
  };
  const collect = async (takes?: TakesOptions) => {
    const engine = { synthesizer, loadMs: 0, ...(takes !== undefined && { takes }) };
    const speech = speakMeasured(engine, request, signal);
    const chunks: Float32Array[] = [];
    for await (const { samples } of speech.chunks) chunks.push(samples);
    return { chunks, choice: speech.summary().takes?.[0] };
  };
  const sounds: Float32Array[] = [];
  const moonshine = createTakeEar(ear, 'en');
  const listening: TakeEar = {
    ...moonshine,
    hear(sound, hearSignal) {
      sounds.push(sound.samples);
      return moonshine.hear(sound, hearSignal);
    },
  };
  const { choice } = await collect({ count: takeCount, ear: listening });
  const takes: Judged[] = [];
  for (const sound of sounds) takes.push(await judged([sound]));
  const [first] = takes;
  const best = takes[choice?.takes[0]?.takeIndex ?? 0];
  if (choice === undefined || first === undefined || best === undefined) {
    throw new Error(`Nothing was chosen of "${sentence.text}".`);
  }
  return {
    sentence,
    wordCount: compareTranscripts(reference, reference).referenceWordCount,
    // In one clause it is the same sound.
    usual: [...toSpeechUnits(sentence.text)].length === 1 ? first : await judged((await collect()).chunks),
    first,
    best,
    takes,
    choice,
  };
}

function describe({ sentence, usual, first, best, choice }: TakePair): string {
  const kept = (choice.takes[0]?.takeIndex ?? 0) + 1;
  const counts = `${usual.editCount} errors without takes, ${first.editCount} in the first, ${best.editCount}`;
  return `${sentence.kind}: ${counts} in take ${kept} of ${choice.takes.length}: "${sentence.text}", "${best.heard}"`;
}

export function summarizePairs(name: string, pairs: readonly TakePair[]): BenchResult[] {
  const made = pairs.reduce((sum, { choice }) => sum + choice.takes.length, 0);
  const wordCount = pairs.reduce((sum, pair) => sum + pair.wordCount, 0);
  const least = pairs.reduce(
    (sum, { takes }) => sum + Math.min(...takes.map(({ editCount }) => editCount)),
    0,
  );
  const wrong = pairs.flatMap(({ first, takes }) => first.wrongTokens.map((token) => ({ token, takes })));
  const stillWrong = wrong.filter(({ token, takes }) =>
    takes.every(({ wrongTokens }) => wrongTokens.includes(token)),
  );
  return [
    withoutPeer(
      `Sentences ${name}: WER without takes, judged by whisper-base`,
      100 * rateOf(pairs, 'usual'),
      '%',
    ),
    withoutPeer('WER of the first take', 100 * rateOf(pairs, 'first'), '%'),
    withoutPeer('WER of the best of 5 that moonshine picks', 100 * rateOf(pairs, 'best'), '%'),
    withoutPeer('WER of the best of 5 that whisper-base would pick', (100 * least) / wordCount, '%'),
    withoutPeer(
      'Wrong in every take, of what is wrong in the first',
      (100 * stillWrong.length) / Math.max(1, wrong.length),
      '%',
    ),
    ...compareWith('usual', 'without takes', pairs),
    ...compareWith('first', 'in the first take', pairs),
    withoutPeer('Takes made for each sentence', made / pairs.length, 'takes'),
  ];
}

type Baseline = 'usual' | 'first';

function compareWith(baseline: Baseline, name: string, pairs: readonly TakePair[]): BenchResult[] {
  const [low, high] = gainInterval(pairs, baseline);
  const countSentences = (sign: number): number =>
    pairs.filter((pair) => Math.sign(pair.best.editCount - pair[baseline].editCount) === sign).length;
  return [
    withoutPeer(`Fewer errors than ${name}`, 100 * gainOf(pairs, baseline), '%'),
    withoutPeer('  least of 95 % of 10,000 drawings of the sentences', 100 * low, '%'),
    withoutPeer('  most of them', 100 * high, '%'),
    withoutPeer('  sentences that are better', countSentences(-1), 'sentences'),
    withoutPeer('  sentences that are worse', countSentences(1), 'sentences'),
  ];
}

function rateOf(pairs: readonly TakePair[], which: Baseline | 'best'): number {
  const edits = pairs.reduce((sum, pair) => sum + pair[which].editCount, 0);
  return edits / pairs.reduce((sum, { wordCount }) => sum + wordCount, 0);
}

function gainOf(pairs: readonly TakePair[], baseline: Baseline): number {
  const before = rateOf(pairs, baseline);
  return before === 0 ? 0 : 1 - rateOf(pairs, 'best') / before;
}

const drawingCount = 10_000;

/** Bootstrap over sentences, the same in every run. */
function gainInterval(pairs: readonly TakePair[], baseline: Baseline): readonly [low: number, high: number] {
  let state = 1;
  const draw = (): number => {
    // Numerical Recipes' generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * pairs.length);
  };
  const drawn = (): TakePair[] => pairs.flatMap(() => pairs[draw()] ?? []);
  const gains = Array.from({ length: drawingCount }, () => gainOf(drawn(), baseline)).toSorted(
    (left, right) => left - right,
  );
  const at = (share: number): number => gains[Math.floor(share * (drawingCount - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
