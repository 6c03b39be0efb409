import {
  deliveries,
  soundEvents,
  type Delivery,
  type HeardEmotion,
  type SoundEvent,
} from '../../../../../protocol/expression.ts';
import type { TranscriptSegment } from '../../../../../protocol/recognition.ts';
import { separatorBetween } from '../../../text/joinPassages.ts';
import { placeWords } from '../../../text/placeWords.ts';

/** What was said in one manner: a paragraph. */
export interface Passage {
  /** Null: neutral, or not known. */
  readonly emotion: HeardEmotion | null;
  readonly delivery: Delivery | null;
  /** BCP-47. */
  readonly language: string | null;
  /** Of silence before it; 0 before the first. */
  readonly pauseMs: number;
  readonly parts: readonly PassagePart[];
}

export type PassagePart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'event'; readonly type: SoundEvent };

/** A silence that parts paragraphs. */
const paragraphMs = 1500;

/** A paragraph ends with the segment that makes it longer. */
const longCharacters = 1200;

/** Of an emotion or an event: more likely than not. */
const leastConfidence = 0.5;

/**
 * The segments of a transcript as paragraphs: a longer silence, another language, emotion or delivery begins a new one.
 * Emotions and events of which the engine doubts are left out, and so is an event that lasts since the segment before.
 */
export function toPassages(segments: readonly TranscriptSegment[]): Passage[] {
  const passages: OpenPassage[] = [];
  let endMs = 0;
  let before: readonly string[] = [];
  for (const segment of segments) {
    const manner = mannerOf(segment);
    const parts = partsOf(segment, before);
    before = (segment.events ?? []).filter((event) => lasts(event, segment)).map(({ type }) => type);
    if (parts.length === 0) continue;
    const silenceMs = segment.startMs - endMs;
    const last = passages.at(-1);
    if (last === undefined || silenceMs >= paragraphMs || !continues(last, manner)) {
      passages.push({
        ...manner,
        pauseMs: last === undefined ? 0 : Math.max(0, silenceMs),
        parts: [...parts],
      });
    } else append(last.parts, parts);
    endMs = segment.endMs;
  }
  return passages;
}

interface OpenPassage extends Passage {
  readonly parts: PassagePart[];
}

type Manner = Pick<Passage, 'emotion' | 'delivery' | 'language'>;

function mannerOf({ emotion, emotionConfidence, events, language }: TranscriptSegment): Manner {
  const isSure = emotion !== null && emotion !== 'neutral' && (emotionConfidence ?? 1) >= leastConfidence;
  const types = (events ?? []).filter(isSureEvent).map(({ type }) => type);
  return {
    emotion: isSure ? emotion : null,
    delivery: deliveries.find((delivery) => types.includes(delivery)) ?? null,
    language,
  };
}

function continues(passage: OpenPassage, manner: Manner): boolean {
  const characters = passage.parts.reduce(
    (sum, part) => sum + (part.kind === 'text' ? part.text.length : 0),
    0,
  );
  return (
    characters < longCharacters &&
    passage.emotion === manner.emotion &&
    passage.delivery === manner.delivery &&
    passage.language === manner.language
  );
}

function append(parts: PassagePart[], added: readonly PassagePart[]): void {
  const last = parts.at(-1);
  const [first] = added;
  if (last?.kind === 'text' && first?.kind === 'text') {
    const text = last.text + separatorBetween(last.text, first.text) + first.text;
    parts.splice(-1, 1, { kind: 'text', text }, ...added.slice(1));
  } else parts.push(...added);
}

type HeardEvent = NonNullable<TranscriptSegment['events']>[number];

function isSureEvent({ confidence }: HeardEvent): boolean {
  return (confidence ?? 1) >= leastConfidence;
}

/** From the start of the segment to its end. */
function lasts(event: HeardEvent, { startMs, endMs }: TranscriptSegment): boolean {
  return event.startMs <= startMs && event.endMs >= endMs;
}

/** @param before  events that were heard to the end of the segment before */
function partsOf(segment: TranscriptSegment, before: readonly string[]): PassagePart[] {
  const text = cleaned(segment.text);
  const points = (segment.events ?? [])
    .filter((event) => isSureEvent(event) && !(lasts(event, segment) && before.includes(event.type)))
    .flatMap((event) => {
      const type = soundEvents.find((known) => known === event.type);
      return type === undefined ? [] : [{ type, offset: offsetOf(event, { ...segment, text }) }];
    })
    .sort((left, right) => left.offset - right.offset);
  const parts: PassagePart[] = [];
  let from = 0;
  for (const { type, offset } of points) {
    addText(parts, text.slice(from, offset));
    parts.push({ kind: 'event', type });
    from = offset;
  }
  addText(parts, text.slice(from));
  return parts;
}

/** In one line, without what no writing has. */
function cleaned(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim();
}

function addText(parts: PassagePart[], text: string): void {
  const words = text.trim();
  if (words !== '') parts.push({ kind: 'text', text: words });
}

/** Before the first word that begins after it does; without words at the end of the text that it is nearer to. */
function offsetOf(event: HeardEvent, { text, words, startMs, endMs }: TranscriptSegment): number {
  const placed = words === null ? null : placeWords(text, words);
  if (placed === null || placed.length === 0) return event.startMs < (startMs + endMs) / 2 ? 0 : text.length;
  const next = placed.find(({ word }) => word.startMs >= event.startMs);
  if (next === undefined) return text.length;
  // A mark that opens belongs to the word after it.
  return next.startOffset - (/[\p{Ps}\p{Pi}"'¿¡]*$/u.exec(text.slice(0, next.startOffset))?.[0].length ?? 0);
}
