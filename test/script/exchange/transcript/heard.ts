import type { TranscriptSegment } from '../../../../protocol/recognition.ts';

export interface HeardOptions extends Partial<
  Pick<TranscriptSegment, 'emotion' | 'emotionConfidence' | 'words'>
> {
  /** From and to, in milliseconds. */
  readonly at: readonly [number, number];
  readonly language?: string | null;
  /** Each over the whole segment, or from a place in milliseconds on. */
  readonly events?: readonly (string | readonly [type: string, startMs: number])[];
  readonly eventConfidence?: number;
}

/** A segment in which a text was heard, in English where nothing else is said. */
export function heard(text: string, options: HeardOptions): TranscriptSegment {
  const { at, language = 'en', events = [], eventConfidence = null, ...known } = options;
  const [startMs, endMs] = at;
  return {
    startMs,
    endMs,
    text,
    language,
    languageConfidence: null,
    emotion: null,
    emotionConfidence: null,
    words: null,
    confidence: null,
    ...known,
    events: events.map((event) => ({
      type: typeof event === 'string' ? event : event[0],
      startMs: typeof event === 'string' ? startMs : event[1],
      endMs,
      confidence: eventConfidence,
    })),
  };
}
