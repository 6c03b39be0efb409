import type { TextRange } from '../../text/textRange.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';

/**
 * A script as a tree that holds every character of its source: the blocks tile the source, and the leaves of a block
 * tile the block. Offsets of blocks are into the source; **offsets inside a block count from the block's start**, so
 * that a block that did not change is the same object after an edit elsewhere.
 *
 * What the grammar calls for may still be absent: a span without its close, a direction that is none.
 */
export interface Script {
  readonly source: string;
  /** In order; each begins where the one before ends. */
  readonly blocks: readonly Block[];
  /** Where each block begins in the source. */
  readonly blockStarts: readonly number[];
  /** What the first block says, if it is front matter; the same object until that changes. */
  readonly frontMatter: FrontMatter;
  /** Names that open dialogue: the cast of the front matter and of what it includes. */
  readonly speakers: ReadonlySet<string>;
  /** Those of them that came from elsewhere. */
  readonly includedSpeakers: ReadonlySet<string>;
}

export type Block =
  | FrontMatterBlock
  | HeadingBlock
  | NarrationBlock
  | DialogueBlock
  | CueBlock
  | SceneBreakBlock
  | CommentBlock
  | BlankBlock;

interface BlockBase {
  /** In UTF-16 code units, with the ends of its lines. */
  readonly length: number;
}

/** The first block, from `---` to `---`. */
export interface FrontMatterBlock extends BlockBase {
  readonly kind: 'frontMatter';
  /** Between the fences. */
  readonly yaml: TextRange;
  readonly isClosed: boolean;
}

/** A chapter (level 1) or a scene (level 2 and deeper). */
export interface HeadingBlock extends BlockBase {
  readonly kind: 'heading';
  readonly level: 1 | 2;
  /** The number signs and the space after them. */
  readonly marker: TextRange;
  readonly content: readonly Inline[];
}

/** A paragraph that the narrator speaks. */
export interface NarrationBlock extends BlockBase {
  readonly kind: 'narration';
  /** A name in capitals before a colon that nobody in the cast has. Its text is part of the content. */
  readonly unknownSpeaker: TextRange | null;
  readonly direction: Direction | null;
  readonly content: readonly Inline[];
}

/** What one character says, from its name to the next name or the end of the paragraph. */
export interface DialogueBlock extends BlockBase {
  readonly kind: 'dialogue';
  readonly speaker: string;
  readonly speakerRange: TextRange;
  /** After the name, with the space behind it. */
  readonly colon: TextRange;
  readonly direction: Direction | null;
  /** Parentheses after the name that are no direction; they are text. */
  readonly rejectedDirection: TextRange | null;
  readonly content: readonly Inline[];
}

/** A line that holds nothing but sounds, pauses and marks. */
export interface CueBlock extends BlockBase {
  readonly kind: 'cue';
  readonly content: readonly Inline[];
}

/** A line of three or more hyphens. */
export interface SceneBreakBlock extends BlockBase {
  readonly kind: 'sceneBreak';
}

/** A comment that has its lines for itself. One that never closes reaches to the end of the script. */
export interface CommentBlock extends BlockBase {
  readonly kind: 'comment';
  readonly isClosed: boolean;
}

/** Empty lines. */
export interface BlankBlock extends BlockBase {
  readonly kind: 'blank';
}

/** `(whispering, fearful)`; every item is one that can be understood. */
export interface Direction extends TextRange {
  readonly items: readonly DirectionItem[];
}

export interface DirectionItem extends TextRange {
  readonly meaning: DirectionMeaning;
}

export type DirectionMeaning =
  | { readonly kind: 'emotion'; readonly emotion: string; readonly strength: number | null }
  | { readonly kind: 'delivery'; readonly delivery: string }
  | { readonly kind: 'rate'; readonly rateFactor: number }
  | { readonly kind: 'pitch'; readonly pitchSemitones: number }
  | { readonly kind: 'volume'; readonly volumeDb: number }
  | { readonly kind: 'instruct'; readonly instruction: string };

export type Inline = TextNode | EscapeNode | InlineComment | PointTag | UnknownTag | SpanNode | StrayClose;

/** Words as they stand, line ends included. */
export interface TextNode extends TextRange {
  readonly kind: 'text';
}

/** A backslash and the character it protects. */
export interface EscapeNode extends TextRange {
  readonly kind: 'escape';
}

export interface InlineComment extends TextRange {
  readonly kind: 'comment';
  readonly isClosed: boolean;
}

/** `[laughter]`, `[pause 500ms]`, `[sound "door.wav" gain=-6dB]`, `[mark name]`: something at one point in time. */
export interface PointTag extends TextRange {
  readonly kind: 'point';
  /** As written; one of the known names. */
  readonly name: string;
  readonly nameRange: TextRange;
  /** The value that has no name of its own: a duration, a file. */
  readonly argument: AttributeValue | null;
  readonly attributes: readonly Attribute[];
  /** What stands in the tag and is none of these. */
  readonly junk: readonly TextRange[];
  /** Without its closing bracket a tag has no more than could be made sense of. */
  readonly isClosed: boolean;
}

/** `[laugther]`, `<saay>`: nearly a known name. It is not spoken, and reported. */
export interface UnknownTag extends TextRange {
  readonly kind: 'unknownTag';
  readonly name: string;
  readonly nameRange: TextRange;
  readonly form: 'point' | 'open' | 'close';
}

/**
 * What lies between an opening and its close, which may be missing; then it ends with the block, or with the close of
 * what is around it. Spans are at most 300 deep, so that walking them may recurse.
 */
export interface SpanNode extends TextRange {
  readonly kind: 'span';
  readonly name: SpanName;
  readonly open: SpanOpen;
  readonly children: readonly Inline[];
  readonly close: TextRange | null;
}

export type SpanName = 'strong' | 'emphasis' | 'laughter' | 'say';

export interface SpanOpen extends TextRange {
  /** Asterisks, or a tag in angle brackets. */
  readonly form: 'asterisks' | 'tag';
  readonly nameRange: TextRange;
  readonly attributes: readonly Attribute[];
  readonly junk: readonly TextRange[];
  /** False where the closing bracket of the tag itself is missing. */
  readonly isClosed: boolean;
}

/** A close that nothing opened. */
export interface StrayClose extends TextRange {
  readonly kind: 'strayClose';
  readonly name: string;
}

/** `name="value"`, with or without quotes, or a name alone. */
export interface Attribute extends TextRange {
  readonly name: string;
  readonly nameRange: TextRange;
  readonly value: AttributeValue | null;
}

/** The range is inside the quotes. */
export interface AttributeValue extends TextRange {
  readonly text: string;
  readonly isQuoted: boolean;
}
