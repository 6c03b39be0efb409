import { heardEmotions, type HeardEmotion } from '../../../../protocol/expression.ts';
import type { SynthesisChunk, SynthesisRequest } from '../../../../protocol/synthesis.ts';
import type { TakeChoice } from '../../../../protocol/takes.ts';
import { joinSamples } from '../../audio/joinSamples.ts';
import { createChunkJoiner } from '../chunkJoiner.ts';
import { mapAhead } from '../mapAhead.ts';
import type { SpeechUnit } from '../speechUnits.ts';
import { shiftRange, type TextRange } from '../../text/textRange.ts';
import type { Retry, SynthesizedUtterance, Synthesizer } from '../synthesizer.ts';
import { assertRequest, nothingToSay, toUtterance } from '../utteranceRequests.ts';
import { chooseTake, type ChosenTake, type PlannedTake } from './chooseTake.ts';
import type { HeardTake } from './rankTakes.ts';
import { toTakenUnits } from './takenUnits.ts';

/** Hears takes in one language. */
export interface TakeEar {
  readonly model: string;
  /** As models name it: `en`, `zh`. */
  readonly language: string;
  /**
   * @param sound  mono; all of it is speech
   * @throws what hearing throws; the signal's reason
   */
  hear(
    sound: { readonly samples: Float32Array; readonly sampleRateHz: number },
    signal: AbortSignal,
  ): Promise<Pick<HeardTake, 'text' | 'inNoise' | 'emotion'>>;
}

export interface TakesOptions {
  /** Of each sentence, at most. */
  readonly count: number;
  readonly ear: TakeEar;
}

export interface BestTakesParts extends TakesOptions {
  readonly synthesizer: Synthesizer;
  /** Told in order, before the first chunk of the sentence. */
  readonly onChosen: (choice: TakeChoice) => void;
}

/**
 * Speaks a text of any length as `speak` does, but sentence by sentence: each is said several times, differently, every
 * take is heard, and the best is handed on. A sentence is done with the first take in which nothing is wrong. The next
 * sentence is made while the reader has one.
 *
 * @param signal  an abort rejects with its reason
 * @throws SpeechError as `speak`, and what hearing throws
 */
export async function* speakBestTakes(
  { synthesizer, count, ear, onChosen }: BestTakesParts,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  signal.throwIfAborted();
  assertRequest(request);
  const { sampleRateHz } = synthesizer.description;
  const rateFactor = request.prosody?.rateFactor ?? 1;
  const emotion = heardEmotion(request);

  const make = async (
    units: readonly SpeechUnit[],
    { takeIndex, retries }: PlannedTake,
    takeSignal: AbortSignal,
  ): Promise<Take> => {
    const take: SpokenUnit[] = [];
    const textOffset = units[0]?.startOffset ?? 0;
    for (const unit of units) {
      const utterance = {
        ...toUtterance(unit, request),
        ...(takeIndex > 0 && { takeIndex }),
        ...(retries.length > 0 && { retries: retriesWithin(retries, shiftRange(unit, -textOffset)) }),
      };
      take.push({ unit, utterance: await synthesizer.synthesize(utterance, takeSignal) });
    }
    return take;
  };

  const hear = async (take: Take, takeSignal: AbortSignal): Promise<HeardTake> => {
    const joiner = createChunkJoiner(sampleRateHz, rateFactor);
    const samples = joinSamples(
      take.flatMap(({ unit, utterance }) => joiner.join(unit, utterance)?.samples ?? []),
    );
    if (samples.length === 0) return { durationMs: 0, text: '', emotion: null };
    const heard = await ear.hear({ samples, sampleRateHz }, takeSignal);
    return { ...heard, durationMs: (samples.length * 1000) / sampleRateHz };
  };

  const choose = (units: readonly SpeechUnit[], sentenceSignal: AbortSignal): Promise<ChosenTake<Take>> =>
    chooseTake(
      { make: (take, takeSignal) => make(units, take, takeSignal), hear },
      { count, text: textOf(units, request), language: ear.language, emotion },
      sentenceSignal,
    );

  const joiner = createChunkJoiner(sampleRateHz, rateFactor);
  for await (const { item, result } of mapAhead(toTakenUnits(request), choose, signal)) {
    const chunks = result.sound.flatMap(({ unit, utterance }) => joiner.join(unit, utterance) ?? []);
    if (chunks.length > 0) onChosen(toChoice(textOf(item, request), result, ear));
    yield* chunks;
  }
  if (joiner.isEmpty()) throw nothingToSay();
}

interface SpokenUnit {
  readonly unit: SpeechUnit;
  readonly utterance: SynthesizedUtterance;
}

type Take = readonly SpokenUnit[];

/** Offsets count from the unit's own start then. */
function retriesWithin(retries: readonly Retry[], { startOffset, endOffset }: TextRange): Retry[] {
  return retries
    .filter((retry) => retry.startOffset >= startOffset && retry.endOffset <= endOffset)
    .map((retry) => ({ ...retry, ...shiftRange(retry, -startOffset) }));
}

function textOf(units: readonly SpeechUnit[], { text }: SynthesisRequest): string {
  return text.slice(units[0]?.startOffset, units.at(-1)?.endOffset);
}

function heardEmotion({ style }: SynthesisRequest): HeardEmotion | null {
  return heardEmotions.find((emotion) => emotion === style?.emotion) ?? null;
}

function toChoice(
  text: string,
  { scores, heard }: Pick<ChosenTake<Take>, 'scores' | 'heard'>,
  { language, model }: TakeEar,
): TakeChoice {
  return {
    text: text.trim(),
    language,
    model,
    takes: scores.map(
      ({ takeIndex, cost, hasEmotion, lengthRatio, divergence: { errorRate, longestRun } }) => ({
        takeIndex,
        heard: heard[takeIndex]?.text ?? '',
        errorRate,
        divergence: longestRun === null ? null : { said: longestRun.said, heard: longestRun.heard },
        hasEmotion,
        lengthRatio,
        cost,
      }),
    ),
  };
}
