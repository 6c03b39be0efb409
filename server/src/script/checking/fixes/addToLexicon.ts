import { respellingToIpa } from '../../../text/phonemes/respellingToIpa.ts';
import type { FixContext, QuickFix } from '../quickFixes.ts';
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

/** A first try, `KAE-de`, for the author to mend; null for words that are not in Latin letters. */
function guessRespelling(word: string): string | null {
  const letters = word.toLowerCase();
  if (!/^[a-z]+$/u.test(letters)) return null;
  const syllables = letters.match(/[^aeiouy]*[aeiouy]+(?:[^aeiouy]+$|[^aeiouy](?=[^aeiouy]))?/gu) ?? [];
  if (syllables.length === 0) return null;
  const [first = '', ...others] = syllables;
  const respelling = [first.toUpperCase(), ...others].join('-');
  return respellingToIpa(respelling) === null ? null : respelling;
}
