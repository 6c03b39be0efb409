import type { TextRange } from '../../text/textRange.ts';
import { narratorName, type FrontMatter } from '../frontMatter/frontMatter.ts';
import type { ResolvedCast } from '../frontMatter/resolvedCast.ts';
import type { Script } from '../tree/tree.ts';

/** Somebody who speaks in a script. */
export interface CastMember {
  readonly name: string;
  /** Null: that of whoever asks. */
  readonly voice: string | null;
  /** BCP-47; null: that of the voice. */
  readonly language: string | null;
  readonly lineCount: number;
  /** The entry in the cast of this script; null: it is included. */
  readonly source: TextRange | null;
}

/** Everybody in the cast, and the narrator where there is something to narrate. */
export function castMembers({ script, cast }: CastScript): CastMember[] {
  const counts = new Map<string, number>();
  for (const block of script.blocks) {
    const name = block.kind === 'dialogue' ? block.speaker : block.kind === 'narration' ? narratorName : null;
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const members = [...cast.characters].map(([name, { entry, file }]) => ({
    name,
    voice: entry.voice?.text ?? null,
    language: entry.language,
    lineCount: counts.get(name) ?? 0,
    source: file === null ? { startOffset: entry.startOffset, endOffset: entry.endOffset } : null,
  }));
  const isNarrated = counts.has(narratorName) && !cast.characters.has(narratorName);
  const narrator = { name: narratorName, voice: null, language: null, source: null };
  return isNarrated ? [...members, { ...narrator, lineCount: counts.get(narratorName) ?? 0 }] : members;
}

export interface CastScript {
  readonly script: Script;
  readonly frontMatter: FrontMatter;
  readonly cast: ResolvedCast;
}
