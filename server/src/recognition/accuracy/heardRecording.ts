import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { toPlainText } from '../transcript/plainText.ts';
import type { HeardRecording } from './accuracy.ts';

/** A transcript as one: the emotion and the language of most of its time, every event once. */
export function heardRecording(segments: readonly TranscriptSegment[]): HeardRecording {
  const knowsEvents = segments.some(({ events }) => events !== null);
  return {
    text: toPlainText(segments),
    language: longest(segments, ({ language }) => language),
    emotion: longest(segments, ({ emotion }) => emotion),
    events: knowsEvents
      ? [...new Set(segments.flatMap(({ events }) => events ?? []).map(({ type }) => type))]
      : null,
  };
}

function longest<Value extends string>(
  segments: readonly TranscriptSegment[],
  valueOf: (segment: TranscriptSegment) => Value | null,
): Value | null {
  const durations = new Map<Value, number>();
  for (const segment of segments) {
    const value = valueOf(segment);
    if (value !== null) durations.set(value, (durations.get(value) ?? 0) + segment.endMs - segment.startMs);
  }
  const [first] = [...durations].sort(([, left], [, right]) => right - left);
  return first?.[0] ?? null;
}
