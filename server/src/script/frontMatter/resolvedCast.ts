import type { IncludedFile } from '../checking/environment.ts';
import type { CastEntry, LexiconEntry } from './frontMatter.ts';

/** The characters and words of a script and of all it includes. The script's own come first, then its includes' in order; the first of a name counts. */
export interface ResolvedCast {
  readonly characters: ReadonlyMap<string, ResolvedCharacter>;
  readonly lexicon: ReadonlyMap<string, ResolvedWord>;
}

export interface ResolvedCharacter {
  readonly entry: CastEntry;
  /** Where the entry's ranges are; null: in the script itself. */
  readonly file: IncludedFile | null;
}

export interface ResolvedWord {
  readonly entry: LexiconEntry;
  readonly file: IncludedFile | null;
}
