import type { HeardEmotion } from '../../../../protocol/expression.ts';
import type { SpokenUnit } from '../../text/compareSpoken.ts';

/** What is in a recording, as far as is known; null: not known, and not scored. */
export interface Spoken {
  readonly text: string | null;
  /** As models name it: `en`. */
  readonly language: string;
  readonly emotion: HeardEmotion | null;
  /** Names of the script language; empty: none is in it. */
  readonly events: readonly string[] | null;
}

/** What an engine heard in it; null: it does not say. */
export interface HeardRecording {
  readonly text: string;
  readonly language: string | null;
  readonly emotion: HeardEmotion | null;
  readonly events: readonly string[] | null;
}

export interface ScoredPair {
  readonly spoken: Spoken;
  readonly heard: HeardRecording;
}

/** How well an engine hears. Shares are 0 to 1. */
export interface Accuracy {
  /** By language. */
  readonly text: readonly TextAccuracy[];
  /** Null where no recording has an emotion. */
  readonly emotion: EmotionAccuracy | null;
  /** By event; empty where no recording says its events. */
  readonly events: readonly EventAccuracy[];
}

export interface TextAccuracy {
  readonly language: string;
  readonly unit: SpokenUnit;
  readonly fileCount: number;
  readonly editCount: number;
  readonly unitCount: number;
  /** Of all recordings together; null where nothing was said. */
  readonly errorRate: number | null;
  /** Of recordings whose language was told right; null where the engine tells none. */
  readonly identifiedShare: number | null;
}

export interface EmotionAccuracy {
  readonly fileCount: number;
  /** Mean of the recalls of all emotions that occur: UAR, also called UA. */
  readonly unweightedRecall: number;
  /** Share of recordings whose emotion was told right: WA. */
  readonly accuracy: number;
  readonly macroF1: number;
  /** F1 of each emotion by how often it occurs. */
  readonly weightedF1: number;
  /** Recordings for which the engine told no emotion; they count as wrong. */
  readonly untoldCount: number;
  readonly classes: readonly (Detection & { readonly emotion: HeardEmotion })[];
}

export interface EventAccuracy extends Detection {
  readonly event: string;
}

/** How well one thing is found. */
export interface Detection {
  readonly expectedCount: number;
  readonly heardCount: number;
  readonly hitCount: number;
  /** Null where it was never heard. */
  readonly precision: number | null;
  /** Null where it never occurs. */
  readonly recall: number | null;
  /** 0 where it was never hit. */
  readonly f1: number;
}
