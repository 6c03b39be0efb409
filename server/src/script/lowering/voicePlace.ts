import type { FrontMatter } from '../frontMatter/frontMatter.ts';
import { narratorName } from '../frontMatter/frontMatter.ts';
import { includeRange } from '../frontMatter/includeRange.ts';
import type { ResolvedCast } from '../frontMatter/resolvedCast.ts';
import type { TextRange } from '../../text/textRange.ts';
import type { PlanUtterance } from './plan.ts';

/** Where a document names the voice of an utterance. */
export interface VoicePlace {
  /** Of the name; for one that is included, where the file is. */
  readonly source: TextRange;
  /** `MARA of cast.yaml`, where that file names the voice; null: the document itself does. */
  readonly asker: string | null;
  /** Whose voices the cast says are meant; null: any. */
  readonly engine: PlacedEngine | null;
}

export interface PlacedEngine {
  readonly name: string;
  /** Of the name; for one that is included, where the file is. */
  readonly source: TextRange;
}

/** What a script says of its characters; other documents have none. */
export interface NamedCast {
  readonly frontMatter: FrontMatter;
  readonly cast: ResolvedCast;
}

/** @param named  null: only spans name voices */
export function voicePlace(
  { speaker, voiceSource, source }: PlanUtterance,
  named: NamedCast | null,
): VoicePlace {
  const character = named?.cast.characters.get(speaker ?? narratorName);
  if (named === null || voiceSource !== undefined || character === undefined)
    return { source: voiceSource ?? source, asker: null, engine: null };
  const { entry, file } = character;
  const placeOf = ({ startOffset, endOffset }: TextRange): TextRange =>
    file === null ? { startOffset, endOffset } : includeRange(named.frontMatter, file);
  return {
    source: placeOf(entry.voice ?? entry),
    asker: file === null ? null : `${entry.name} of ${file.path}`,
    engine: entry.engine === null ? null : { name: entry.engine.text, source: placeOf(entry.engine) },
  };
}
