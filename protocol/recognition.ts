import type { ExecutionProvider } from './inference.ts';

export const emotions = ['neutral', 'happy', 'sad', 'angry', 'surprised', 'fearful', 'disgusted'] as const;

/** What recognition can hear of a speaker's mood. */
export type HeardEmotion = (typeof emotions)[number];

export interface AudioEvent {
  /** Event name of the script language, such as `laughter`. */
  readonly type: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface TranscriptWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 to 1, null where the engine does not know. */
  readonly confidence: number | null;
}

/** What was heard in `[startMs, endMs)` of the source. What the engine does not know is null, never left out. */
export interface TranscriptSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  /** BCP-47. */
  readonly language: string | null;
  readonly emotion: HeardEmotion | null;
  readonly events: readonly AudioEvent[] | null;
  readonly words: readonly TranscriptWord[] | null;
  /** 0 to 1. */
  readonly confidence: number | null;
}

export interface RecognitionOptions {
  /** BCP-47 hint; absent: the engine decides. */
  readonly language?: string;
}

export interface RecognizerDescription {
  readonly engine: string;
  readonly model: string;
  readonly provider: ExecutionProvider;
  readonly languages: readonly string[];
  /** Longest utterance the engine takes at once, in milliseconds. */
  readonly maxUtteranceMs: number;
}
