import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { createChunkJoiner } from './chunkJoiner.ts';
import { mapAhead } from './mapAhead.ts';
import { toSpeechUnits, type SpeechUnit } from './speechUnits.ts';
import type { Synthesizer } from './synthesizer.ts';
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
export async function* speak(
  synthesizer: Synthesizer,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  signal.throwIfAborted();
  assertRequest(request);
  const units = keepPhonemes(toSpeechUnits(request.text, request.language), request);
  const joiner = createChunkJoiner(synthesizer.description.sampleRateHz, request.prosody?.rateFactor ?? 1);
  const say = (unit: SpeechUnit, unitSignal: AbortSignal) =>
    synthesizer.synthesize(toUtterance(unit, request), unitSignal);
  for await (const { item, result } of mapAhead(units, say, signal)) {
    const chunk = joiner.join(item, result);
    if (chunk !== null) yield chunk;
  }
  if (joiner.isEmpty()) throw nothingToSay();
}
