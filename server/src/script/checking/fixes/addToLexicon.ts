import { respellingToIpa } from '../../../text/phonemes/respellingToIpa.ts';
import type { FixContext, QuickFix } from '../quickFix.ts';
import { frontMatterInsertion } from './frontMatterInsertion.ts';
import { yamlText } from './yamlText.ts';

/** With a respelling to start from, or as it is said now. */
export function addToLexiconFixes(word: string, context: FixContext): QuickFix[] {
  const key = yamlText(word);
  const respelling = guessRespelling(word);
  const add = (title: string, value: string, isPreferred: boolean): QuickFix => ({
    title,
    edits: frontMatterInsertion({ section: 'lexicon', text: `${key}: ${value}` }, context),
    isPreferred,
  });
  return [
    ...(respelling === null
      ? []
      : [add(`Add ${word} to the lexicon as ${respelling}`, yamlText(respelling), true)]),
    add(`Leave ${word} as it is said`, `{ alias: ${key} }`, respelling === null),
  ];
}

/** A first try, `kah-EH-deh`, for the author to mend; null for words that are not in Latin letters. */
function guessRespelling(word: string): string | null {
  const letters = word.toLowerCase();
  if (!/^[a-z]+$/u.test(letters)) return null;
  // Each vowel has a syllable; of several consonants between two, the first closes the one before.
  const syllables = letters.match(/[^aeiouy]*[aeiouy](?:[^aeiouy]+$|[^aeiouy](?=[^aeiouy]))?/gu) ?? [];
  const stressed = Math.max(0, syllables.length - 2);
  const respelling = syllables
    .map((syllable, index) => {
      const open = openVowels.get(syllable.slice(-1));
      const written = open === undefined ? syllable : syllable.slice(0, -1) + open;
      return index === stressed ? written.toUpperCase() : written;
    })
    .join('-');
  return respellingToIpa(respelling) === null ? null : respelling;
}

/** How a vowel is written that ends its syllable. */
const openVowels: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: 'ah', e: 'eh', i: 'ee', o: 'oh', u: 'oo', y: 'ee' }),
);
