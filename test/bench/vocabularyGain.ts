import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RecognitionOptions } from '../../protocol/recognition.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import type { Services } from '../../server/src/services.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { median, withoutPeer, type BenchResult } from './benchResult.ts';
import { speakAt16kHz } from './speakAt16kHz.ts';
import { readSpokenClips } from './spokenClips.ts';
import { unrelatedPhrases } from './vocabulary/unrelatedPhrases.ts';

/** Sentences that nothing was adjusted to; those of development.json were for that. */
const sentencesFile = 'test/bench/vocabulary/heldOut.json';
const voice = 'af_heart';

export interface VocabularyBench {
  readonly services: Services;
  readonly distFolder: string;
  /** Where spoken sentences are kept for the next run. */
  readonly cacheFolder: string;
  /** Takes every nth sentence. */
  readonly stride: number;
  readonly roundCount: number;
  readonly note: (line: string) => void;
}

interface Sentence {
  readonly spoken: string;
  readonly written: string;
  readonly phrases: readonly string[];
}

interface Recording {
  readonly text: string;
  readonly samples: Float32Array;
}

/**
 * How many names and identifiers are written right with a vocabulary and without, what a vocabulary of other words
 * spoils in recordings, and what 50,000 phrases cost in time.
 */
export async function measureVocabulary(bench: VocabularyBench, signal: AbortSignal): Promise<BenchResult[]> {
  const { services, stride, note, distFolder } = bench;
  const installed = new Set(
    (await services.listModels(signal)).flatMap(({ id, state }) => (state === 'installed' ? [id] : [])),
  );
  const commonWords = readFileSync(path.join(distFolder, 'english.words'), 'utf8').split(/\s+/u);
  const sentences = (JSON.parse(readFileSync(sentencesFile, 'utf8')) as Sentence[]).filter(
    (_sentence, index) => index % stride === 0,
  );
  const say = createSpeaker(bench, signal);
  const spoken: (Sentence & Recording)[] = [];
  for (const sentence of sentences) {
    spoken.push({ ...sentence, text: sentence.written, samples: await say(sentence.spoken) });
  }
  const results: BenchResult[] = [];
  for (const [engine, model] of [
    ['moonshine', 'moonshine-tiny'],
    ['sensevoice', 'sensevoice-small'],
  ] as const) {
    if (!installed.has(model)) continue;
    const { recognizer } = await services.openRecognition({ engine, provider: 'cpu' }, signal);
    const tools = { recognizer, commonWords, note };
    results.push(...(await countHits(spoken, tools, signal)));
    const recordings = await readSpokenClips({ services, note }, signal);
    results.push(...(await measureLoss(recordings, tools, signal)));
    results.push(await measureTime(spoken.slice(0, 5), { ...tools, roundCount: bench.roundCount }, signal));
  }
  return results;
}

interface Tools {
  readonly recognizer: Recognizer;
  readonly commonWords: readonly string[];
  readonly note: (line: string) => void;
}

async function countHits(
  sentences: readonly (Sentence & Recording)[],
  { recognizer, note }: Tools,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const vocabulary = [...new Set(sentences.flatMap(({ phrases }) => phrases))];
  const hits = { without: 0, with: 0, all: 0 };
  for (const { samples, phrases } of sentences) {
    const plain = await recognizer.recognize(samples, {}, signal);
    const corrected = await recognizer.recognize(samples, { vocabulary }, signal);
    for (const phrase of phrases) {
      hits.all += 1;
      if (hasPhrase(plain.text, phrase)) hits.without += 1;
      if (hasPhrase(corrected.text, phrase)) hits.with += 1;
      else note(`"${phrase}" is not in "${corrected.text}"`);
    }
  }
  const name = recognizer.description.model;
  return [
    withoutPeer(
      `Names and identifiers written right, ${name}, no vocabulary`,
      (100 * hits.without) / hits.all,
      '%',
    ),
    withoutPeer(
      `Names and identifiers written right, ${name}, ${vocabulary.length} phrases`,
      (100 * hits.with) / hits.all,
      '%',
    ),
  ];
}

/** As it is to be written, and no part of another word. */
function hasPhrase(text: string, phrase: string): boolean {
  const at = text.indexOf(phrase);
  if (at < 0) return false;
  const isPart = (character: string): boolean => /[\p{L}\p{N}]/u.test(character);
  return !isPart(text.charAt(at - 1)) && !isPart(text.charAt(at + phrase.length));
}

async function measureLoss(
  recordings: readonly Recording[],
  { recognizer, commonWords, note }: Tools,
  signal: AbortSignal,
): Promise<BenchResult[]> {
  const said = new Set(recordings.flatMap(({ text }) => text.toLowerCase().match(/[a-z']+/g) ?? []));
  const vocabulary = unrelatedPhrases(5000, commonWords, said);
  const edits = { without: 0, with: 0, words: 0 };
  for (const { text, samples } of recordings) {
    const plain = await recognizer.recognize(samples, {}, signal);
    const corrected = await recognizer.recognize(samples, { vocabulary }, signal);
    const reference = compareTranscripts(text, plain.text);
    edits.without += reference.editCount;
    edits.with += compareTranscripts(text, corrected.text).editCount;
    edits.words += reference.referenceWordCount;
    if (corrected.text !== plain.text) note(`"${plain.text}" became "${corrected.text}"`);
  }
  const { model } = recognizer.description;
  return [
    withoutPeer(
      `WER of ${recordings.length} recordings, ${model}, no vocabulary`,
      (100 * edits.without) / edits.words,
      '%',
    ),
    withoutPeer(
      `WER lost by 5,000 phrases that nobody says, ${model}`,
      (100 * (edits.with - edits.without)) / edits.words,
      '%',
    ),
  ];
}

/** A few milliseconds are told from noise by many pairs. */
const roundsPerRound = 4;

/** Alternating, after a first round that builds the index. */
async function measureTime(
  recordings: readonly Recording[],
  { recognizer, commonWords, roundCount, note }: Tools & { readonly roundCount: number },
  signal: AbortSignal,
): Promise<BenchResult> {
  const vocabulary = unrelatedPhrases(50_000, commonWords, new Set());
  const timed = async (samples: Float32Array, options: RecognitionOptions): Promise<number> => {
    const startMs = performance.now();
    await recognizer.recognize(samples, options, signal);
    return performance.now() - startMs;
  };
  const ratios: number[] = [];
  for (let round = 0; round <= roundsPerRound * roundCount; round++) {
    for (const { samples } of recordings) {
      const isFirst = round % 2 === 0;
      const before = isFirst ? await timed(samples, { vocabulary }) : null;
      const withoutMs = await timed(samples, {});
      const withMs = before ?? (await timed(samples, { vocabulary }));
      if (round > 0) ratios.push(withMs / withoutMs);
      else note(`First with 50,000 phrases: ${Math.round(withMs)} ms, without: ${Math.round(withoutMs)} ms`);
    }
  }
  const { model } = recognizer.description;
  return withoutPeer(
    `Time added by 50,000 phrases, ${model}, median of pairs`,
    100 * (median(ratios) - 1),
    '%',
  );
}

/** Speaks sentences at the rate of recognition; each once, and from the cache the next time. */
function createSpeaker(
  { services, cacheFolder }: VocabularyBench,
  signal: AbortSignal,
): (text: string) => Promise<Float32Array> {
  const folder = path.join(cacheFolder, 'bench', 'vocabulary');
  mkdirSync(folder, { recursive: true });
  return async (text) => {
    const file = path.join(
      folder,
      `${createHash('sha256').update(`${voice} ${text}`).digest('hex').slice(0, 16)}.f32`,
    );
    if (existsSync(file)) return new Float32Array(Uint8Array.from(readFileSync(file)).buffer);
    const { synthesizer } = await services.openSynthesis({ voice, provider: 'cpu' }, signal);
    const samples = await speakAt16kHz({ text, voice, prosody: {} }, synthesizer, signal);
    writeFileSync(file, new Uint8Array(samples.buffer));
    return samples;
  };
}
