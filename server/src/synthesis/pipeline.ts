import { SpeechError } from '../../../protocol/errors.ts';
import { neutralProsody, type ProsodySpan } from '../../../protocol/prosody.ts';
import type { SpeechEvent, SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { createChunkJoiner } from './chunkJoiner.ts';
import { mapAhead } from './mapAhead.ts';
import { assertProsody, resolveProsody } from './resolveProsody.ts';
import { keepWhole, toSpeechUnits, type SpeechUnit } from './speechUnits.ts';
import type { Synthesizer, UtteranceRequest } from './synthesizer.ts';

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
  const units = keepWhole(toSpeechUnits(request.text, request.language), phonemeSpans(request));
  const joiner = createChunkJoiner(synthesizer.description.sampleRateHz, request.prosody?.rateFactor ?? 1);
  const say = (unit: SpeechUnit, unitSignal: AbortSignal) =>
    synthesizer.synthesize(toUtterance(unit, request), unitSignal);
  for await (const { item, result } of mapAhead(units, say, signal)) {
    const chunk = joiner.join(item, result);
    if (chunk !== null) yield chunk;
  }
  if (joiner.isEmpty()) throw nothingToSay();
}

function assertRequest({ text, prosody, spans }: SynthesisRequest): void {
  if (text.trim() === '') throw nothingToSay();
  assertProsody(prosody ?? {});
  for (const span of spans ?? []) assertProsody(span.prosody);
}

function nothingToSay(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The text has nothing to say: it holds no word.',
    hint: 'Give at least one word or number; spaces, symbols and emoji alone are not spoken.',
  });
}

/** A unit's end may not fall into them: their phonemes are said as one. */
function phonemeSpans({ spans }: SynthesisRequest): readonly ProsodySpan[] {
  return spans?.filter(({ phonemes }) => phonemes !== undefined) ?? [];
}

function toUtterance(unit: SpeechUnit, request: SynthesisRequest): UtteranceRequest {
  const { startOffset, endOffset } = unit;
  const events = eventsWithin(request.events ?? [], unit, request.text.length);
  return {
    text: request.text.slice(startOffset, endOffset),
    voice: request.voice,
    ...(request.language !== undefined && { language: request.language }),
    prosody: resolveProsody(neutralProsody, request.prosody ?? {}),
    spans: spansWithin(request.spans ?? [], unit),
    ...(request.style !== undefined && { style: request.style }),
    ...(events.length > 0 && { events }),
  };
}

function spansWithin(spans: readonly ProsodySpan[], { startOffset, endOffset }: SpeechUnit): ProsodySpan[] {
  return spans
    .filter((span) => span.startOffset < endOffset && span.endOffset > startOffset)
    .map((span) => ({
      ...span,
      startOffset: Math.max(0, span.startOffset - startOffset),
      endOffset: Math.min(endOffset, span.endOffset) - startOffset,
    }));
}

/** An event between two units is heard with the later one, one behind the text with the last one. */
function eventsWithin(
  events: readonly SpeechEvent[],
  { startOffset, endOffset }: SpeechUnit,
  textLength: number,
): SpeechEvent[] {
  const end = endOffset === textLength ? Infinity : endOffset;
  return events
    .filter(({ offset }) => offset >= startOffset && offset < end)
    .map(({ event, offset }) => ({ event, offset: Math.min(offset, textLength) - startOffset }));
}
