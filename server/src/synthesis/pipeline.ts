import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { createItemQueue } from '../streams/itemQueue.ts';
import { createChunkJoiner } from './chunkJoiner.ts';
import { mapAhead } from './mapAhead.ts';
import { toSpeechUnits, type SpeechUnit } from './speechUnits.ts';
import type { SoundListener, SynthesizedUtterance, Synthesizer } from './synthesizer.ts';
import { assertRequest, keepPhonemes, nothingToSay, toUtterance } from './utteranceRequests.ts';

/**
 * Speaks a text of any length, unit by unit: a chunk comes as soon as its unit is said, while the next one is being
 * computed; nothing further is computed before that chunk is taken. Pauses follow the punctuation and the rate. No
 * sample leaves [-1, 1].
 *
 * @param signal  an abort rejects with its reason
 * @throws SpeechError invalidInput when there is nothing to say or a prosody is out of range, and what the
 *         synthesizer throws
 */
export function speak(
  synthesizer: Synthesizer,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  const synthesize: Synthesize = (utterance, unitSignal) => synthesizer.synthesize(utterance, unitSignal);
  return speakUnits({ synthesizer, synthesize }, request, signal);
}

/**
 * As `speak`, for somebody who waits: of a unit that an engine gives piece by piece, each piece is a chunk. A unit that
 * fails in the middle has been heard up to there.
 */
export function speakSoon(
  synthesizer: Synthesizer,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  return speakUnits(
    { synthesizer, synthesize: (...asked) => synthesizer.synthesize(...asked) },
    request,
    signal,
  );
}

type Synthesize = Synthesizer['synthesize'];

async function* speakUnits(
  { synthesizer, synthesize }: { readonly synthesizer: Synthesizer; readonly synthesize: Synthesize },
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  signal.throwIfAborted();
  assertRequest(request);
  const units = keepPhonemes(toSpeechUnits(request.text, request.language), request);
  const joiner = createChunkJoiner(synthesizer.description.sampleRateHz, request.prosody?.rateFactor ?? 1);
  const say = (unit: SpeechUnit, unitSignal: AbortSignal): Promise<Saying> =>
    startSaying((onSound) => synthesize(toUtterance(unit, request), unitSignal, onSound));
  for await (const { item, result } of mapAhead(units, say, signal)) {
    const joined = joiner.begin(item);
    for await (const samples of result.pieces) {
      const chunk = joined.push(samples);
      if (chunk !== null) yield chunk;
      signal.throwIfAborted();
    }
    const chunk = joined.end(await result.whole);
    if (chunk !== null) yield chunk;
  }
  if (joiner.isEmpty()) throw nothingToSay();
}

/** A unit of which something can be heard. */
interface Saying {
  /** Sound that comes before the whole does, to its end. */
  readonly pieces: AsyncIterable<Float32Array>;
  readonly whole: Promise<SynthesizedUtterance>;
}

/** @returns with the first sound */
async function startSaying(
  synthesize: (onSound: SoundListener) => Promise<SynthesizedUtterance>,
): Promise<Saying> {
  const queue = createItemQueue<Float32Array>();
  let hear = (): void => undefined;
  const first = new Promise<void>((resolve) => (hear = resolve));
  const whole = synthesize((samples) => {
    queue.add(samples);
    hear();
  });
  queue.endWith(whole);
  await Promise.race([first, whole]);
  return { pieces: queue.items, whole };
}
