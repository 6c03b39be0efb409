import type { IncludedFile } from '../checking/environment.ts';
import type { CastEntry, LexiconEntry, ScriptDefaults } from './frontMatter.ts';

/** The characters and words of a script and of all it includes; what only one of them says counts. */
export interface ResolvedCast {
  /** BCP-47. */
  readonly language: string | null;
  /** The script's own first, then its includes' in order; the first of a name counts. */
  readonly characters: ReadonlyMap<string, ResolvedCharacter>;
  readonly lexicon: ReadonlyMap<string, ResolvedWord>;
  readonly defaults: ScriptDefaults;
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
