/** A script before it is text: what every import writes, so that one place knows how to spell it. */
export interface ScriptDraft {
  readonly title: string | null;
  readonly author: string | null;
  /** BCP-47. */
  readonly language: string | null;
  /** By name; each with the keys that the front matter has for a character. */
  readonly cast: ReadonlyMap<string, DraftCharacter>;
  /** Keys of the front matter's `defaults`. */
  readonly defaults: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly blocks: readonly DraftBlock[];
}

export type DraftCharacter = Readonly<Record<string, string | number>>;

export type DraftBlock =
  | DraftParagraph
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly content: readonly DraftInline[] }
  | { readonly kind: 'sceneBreak' }
  /** Lines that are not spoken. */
  | { readonly kind: 'comment'; readonly text: string };

export interface DraftParagraph {
  readonly kind: 'paragraph';
  /** Null: the narrator. */
  readonly speaker: string | null;
  readonly direction: SpanAttributes;
  readonly content: readonly DraftInline[];
  /** On the line below the block before, without an empty line between them. */
  readonly isClose: boolean;
}

export type DraftInline =
  | { readonly kind: 'text'; readonly text: string }
  /** With its brackets: `[breath]`. `isTight`: no space is added beside it. */
  | { readonly kind: 'point'; readonly tag: string; readonly isTight?: true }
  | DraftSpan;

export interface DraftSpan {
  readonly kind: 'span';
  readonly attributes: SpanAttributes;
  /** Stays a span of its own, even where another has the same extent. */
  readonly isKept: boolean;
  readonly children: readonly DraftInline[];
}

/** In the order they are written. Values are as in a tag, without quotes. */
export const spanAttributeNames = [
  'voice',
  'language',
  'emotion',
  'strength',
  'delivery',
  'rate',
  'pitch',
  'range',
  'volume',
  'emphasis',
  'as',
  'alias',
  'ipa',
  'arpabet',
  'pinyin',
  'instruct',
] as const;

export type SpanAttributeName = (typeof spanAttributeNames)[number];

/** `isLaughing` is the span `<laughter>`, which has no attributes. */
export type SpanAttributes = Readonly<Partial<Record<SpanAttributeName, string>>> & {
  readonly isLaughing?: true;
};
