import type { DocumentPlaceField } from '../editor/documentPlace.ts';
import type { TextChange } from './offsetTracker.ts';

/** A text that is read aloud and may be edited meanwhile. Offsets are UTF-16 code units. */
export interface SourceText {
  /** As VS Code names it. */
  readonly languageId: string;
  readonly place: DocumentPlaceField;
  length(): number;
  /** Of the text as it is now. */
  slice(startOffset: number, endOffset: number): string;
  onChange(listener: (changes: readonly TextChange[]) => void): { dispose(): void };
}

/** A stretch of a text that may be read: `[startOffset, endOffset)`. */
export interface Part<Source extends SourceText> {
  readonly source: Source;
  readonly startOffset: number;
  readonly endOffset: number;
}

/** What is read before and after all of a text, such as the cells of a notebook; null where nothing is. */
export interface PartOrder<Source extends SourceText> {
  before(source: Source): Part<Source> | null;
  after(source: Source): Part<Source> | null;
}

/** All of a text. */
export function wholePart<Source extends SourceText>(source: Source): Part<Source> {
  return { source, startOffset: 0, endOffset: source.length() };
}

export const nothingElse = { before: () => null, after: () => null };
