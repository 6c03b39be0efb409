import { SpeechError } from '../../../protocol/errors.ts';
import { neutralProsody, type ProsodySpan } from '../../../protocol/prosody.ts';
import type { SpeechEvent, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { assertProsody, resolveProsody } from './resolveProsody.ts';
import { keepWhole, type SpeechUnit } from './speechUnits.ts';
import type { UtteranceRequest } from './synthesizer.ts';

/** What one unit of a request asks of a synthesizer: its text, and the spans and events within it. */
export function toUtterance(unit: SpeechUnit, request: SynthesisRequest): UtteranceRequest {
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

/** Units of which none ends where given phonemes are said as one. */
export function keepPhonemes(
  units: Iterable<SpeechUnit>,
  { spans }: SynthesisRequest,
): Generator<SpeechUnit, void, undefined> {
  return keepWhole(units, spans?.filter(({ phonemes }) => phonemes !== undefined) ?? []);
}

/** @throws SpeechError invalidInput when there is nothing to say or a prosody is out of range */
export function assertRequest({ text, prosody, spans }: SynthesisRequest): void {
  if (text.trim() === '') throw nothingToSay();
  assertProsody(prosody ?? {});
  for (const span of spans ?? []) assertProsody(span.prosody);
}

export function nothingToSay(): SpeechError {
  return new SpeechError('invalidInput', {
    message: 'The text has nothing to say: it holds no word.',
    hint: 'Give at least one word or number; spaces, symbols and emoji alone are not spoken.',
  });
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
