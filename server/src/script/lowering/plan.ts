import type { Delivery, Emotion, SoundEvent, SpeechAbility } from '../../../../protocol/expression.ts';
import type { TextRange } from '../../text/textRange.ts';

/**
 * What is to be heard, in order: the same for a preview and for a book, whatever engine speaks. Ranges named `source`
 * are into the text the plan was made from; other offsets are into the text of their utterance.
 */
export interface Plan {
  readonly title: string | null;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string | null;
  readonly items: readonly PlanItem[];
  /** Chapters and scenes, in order. */
  readonly sections: readonly PlanSection[];
}

export type PlanItem = PlanUtterance | PlanPause | PlanSound;

/** A stretch that one voice says without a break that was asked for. */
export interface PlanUtterance {
  readonly kind: 'utterance';
  /** Key of the cast; null for a narrator that has no entry. */
  readonly speaker: string | null;
  /** Null: the voice of whoever asks. */
  readonly voice: string | null;
  /** Where a span names the voice; absent: nobody does, or the cast. */
  readonly voiceSource?: TextRange;
  /** BCP-47; null: the voice's own. */
  readonly language: string | null;
  /** The paragraph, line or heading of the utterance before goes on. */
  readonly isContinuation?: true;
  /** As it is to be said, without markup. Empty where there are only points. */
  readonly text: string;
  readonly style: Style;
  readonly prosody: PlanProsody;
  readonly spans: readonly PlanSpan[];
  readonly points: readonly PlanPoint[];
  /** What the direction or the cast asks for, and where. Spans and points know their own. */
  readonly asked?: readonly AskedAbility[];
  readonly source: TextRange;
  /** From the text back to the source, in order; what lies between was not in the source as such. */
  readonly sourceMap: readonly SourceMapping[];
}

/** `text[textStart + i]` is `source[sourceStart + i]`, unless it is a replacement: then one stands for the other. */
export interface SourceMapping {
  readonly textStart: number;
  readonly textLength: number;
  readonly sourceStart: number;
  readonly sourceLength: number;
  readonly isReplacement?: true;
}

/** One thing asked of the voice, at the place that asks: an attribute, an opening mark, an item of a direction. */
export interface AskedAbility {
  readonly ability: SpeechAbility;
  /** Null: the cast or the lexicon asks for it. */
  readonly source: TextRange | null;
}

export interface Style {
  readonly emotion: Emotion | null;
  /** 0 to 1; 1 where only the emotion was named. */
  readonly strength: number;
  readonly delivery: Delivery | null;
  /** In natural language, for engines that take it. */
  readonly instruction: string | null;
}

/** Relative to the voice's own way. */
export interface PlanProsody {
  readonly rateFactor: number;
  readonly pitchSemitones: number;
  readonly rangeFactor: number;
  readonly volumeDb: number;
}

/** Spans nest or are apart; outer ones come first. What a span does not name is as around it. */
export interface PlanSpan extends TextRange {
  readonly source: TextRange;
  readonly emphasis?: 'strong' | 'moderate' | 'reduced';
  readonly isLaughing?: boolean;
  readonly style?: Partial<Style>;
  /** On top of what surrounds it. */
  readonly prosody?: Partial<PlanProsody>;
  readonly pronunciation?: Pronunciation;
  /** Where each of these is asked for; absent: by the whole of `source`. */
  readonly asked?: readonly AskedAbility[];
}

export interface Pronunciation {
  readonly alphabet: 'ipa' | 'arpabet' | 'pinyin';
  readonly phonemes: string;
}

/** Something between two characters of the text. */
export type PlanPoint = {
  readonly offset: number;
  readonly source: TextRange;
} & (
  { readonly kind: 'event'; readonly event: SoundEvent } | { readonly kind: 'mark'; readonly name: string }
);

/** Silence. Where the author asked for one, it is the whole silence between what is left and right of it. */
export interface PlanPause {
  readonly kind: 'pause';
  readonly durationMs: number;
  readonly reason: 'asked' | 'line' | 'paragraph' | 'scene' | 'chapter' | 'heading' | 'listItem';
  readonly source: TextRange;
}

export interface PlanSound {
  readonly kind: 'sound';
  /** As written; relative to the script. */
  readonly file: string;
  readonly gainDb: number;
  readonly fadeMs: number;
  readonly source: TextRange;
}

export interface PlanSection {
  readonly level: 1 | 2;
  /** Without markup. */
  readonly title: string;
  /** The heading. */
  readonly source: TextRange;
  /** Index of its first item; it reaches to the first item of the next section of its level or above. */
  readonly firstItemIndex: number;
}
