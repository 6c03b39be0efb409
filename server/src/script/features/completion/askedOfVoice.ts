import type { SpeechAbility } from '../../../../../protocol/expression.ts';
import { castAbilities } from '../../checking/askedAbilities.ts';
import { collectAsks } from '../../checking/asks.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { spanTags } from '../../vocabulary/tags.ts';
import { valueAbility } from '../abilityText.ts';
import { characterOf } from '../voiceAtPlace.ts';

/** What the other attributes of a `<say>` ask of the voice that it names. */
export function askedByAttributes(attributes: ReadonlyMap<string, string>): ReadonlySet<SpeechAbility> {
  const kinds = spanTags.get('say')?.attributes ?? {};
  const asked = [...attributes].map(([name, value]) => {
    const kind = kinds[name];
    return kind === undefined ? null : valueAbility(kind, name, value);
  });
  return new Set(asked.filter((ability) => ability !== null));
}

/** What the cast and the first lines of a character ask of its voice. */
export function askedOfCharacter(document: ScriptDocument, character: string): ReadonlySet<SpeechAbility> {
  const { script, cast } = document;
  const entry = cast.characters.get(character)?.entry;
  const asked = new Set<SpeechAbility>();
  for (const { ability } of entry === undefined ? [] : castAbilities(entry)) asked.add(ability);
  for (const [index, block] of script.blocks.slice(0, mostBlocks).entries()) {
    if (characterOf(document, block) !== character) continue;
    const start = script.blockStarts[index] ?? 0;
    for (const { ability, voices } of collectAsks(block, script.source.slice(start, start + block.length))) {
      if (voices.includes(null)) asked.add(ability);
    }
  }
  return asked;
}

/** Of a book, the beginning tells enough while somebody types. */
const mostBlocks = 500;
