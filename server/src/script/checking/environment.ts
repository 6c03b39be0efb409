import type { EngineAbilities } from '../../../../protocol/expression.ts';
import type { Voice } from '../../../../protocol/voices.ts';
import type { FrontMatter } from '../frontMatter/frontMatter.ts';

/** What a script is judged by, beyond its own text: plain values and pure questions, no I/O. */
export interface ScriptEnvironment {
  readonly voices: readonly Voice[];
  /** By the name of the engine. */
  readonly abilities: ReadonlyMap<string, EngineAbilities>;
  /** Speaks where the cast names none. */
  readonly defaultVoice: string;
  /** What the `include:` entries led to, in their order, theirs included; by the entry's text. */
  readonly included: readonly IncludedFile[];
  /** Whether a file that the script names is there; null: nobody has looked. Paths are relative to the script. */
  fileExists(path: string): boolean | null;
  /** Whether the dictionaries of the language have the word; true where there is no dictionary. */
  isKnownWord(word: string, language: string): boolean;
  /** Why the voices of an engine cannot say a text, in plain words; null: they can, as far as is known. */
  refuseText(engine: string, text: WishedText): string | null;
}

/** A text as a script wants it said. Languages are BCP-47. */
export interface WishedText {
  readonly text: string;
  /** What the script says it is in; null: what the voice speaks and the letters tell. */
  readonly language: string | null;
  readonly voiceLanguage: string;
}

export interface IncludedFile {
  /** As the script wrote it. */
  readonly path: string;
  /** Where it is, for links and edits. */
  readonly uri: string;
  readonly source: string;
  readonly frontMatter: FrontMatter;
  /** Why it could not be used: it is not there, leaves the workspace, or includes itself. */
  readonly refusal: 'missing' | 'outside' | 'circle' | null;
}
