import type { IncludedFile } from '../checking/environment.ts';
import type { FrontMatter, ScriptDefaults } from './frontMatter.ts';
import type { ResolvedCast, ResolvedCharacter, ResolvedWord } from './resolvedCast.ts';
import { standardDefaults } from './standardDefaults.ts';

/**
 * One cast, lexicon and set of defaults from a script and what it includes: the script's own word wins, then the
 * include that is named first.
 *
 * @param included  as the environment has it; files that were refused add nothing
 */
export function resolveCast(frontMatter: FrontMatter, included: readonly IncludedFile[]): ResolvedCast {
  const usable = included.filter(({ refusal }) => refusal === null);
  const sources: readonly Source[] = [
    { file: null, frontMatter },
    ...usable.map((file) => ({ file, frontMatter: file.frontMatter })),
  ];
  const characters = new Map<string, ResolvedCharacter>();
  const lexicon = new Map<string, ResolvedWord>();
  for (const { file, frontMatter: source } of sources) {
    addMissing(characters, source.cast, (entry) => ({ entry, file }));
    addMissing(lexicon, source.lexicon, (entry) => ({ entry, file }));
  }
  return {
    language: sources.find((source) => source.frontMatter.language !== null)?.frontMatter.language ?? null,
    characters,
    lexicon,
    defaults: sources.reduceRight<ScriptDefaults>(
      (merged, source) => ({ ...merged, ...source.frontMatter.defaults }),
      standardDefaults,
    ),
  };
}

interface Source {
  readonly file: IncludedFile | null;
  readonly frontMatter: FrontMatter;
}

function addMissing<Entry, Resolved>(
  target: Map<string, Resolved>,
  entries: ReadonlyMap<string, Entry>,
  resolve: (entry: Entry) => Resolved,
): void {
  for (const [name, entry] of entries) {
    if (!target.has(name)) target.set(name, resolve(entry));
  }
}
