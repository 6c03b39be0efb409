import { isVowel, quality, type Pronunciation } from './phones.ts';

/**
 * Says a word that is known without its ending: plurals and possessives, -ed, -ing, and further endings that
 * do not move the stress.
 *
 * @param known  how a word is said, if that is known
 */
export function inflectedWord(
  word: string,
  known: (stem: string) => Pronunciation | undefined,
): Pronunciation | undefined {
  for (const ending of endings) {
    if (!word.endsWith(ending.letters) || word.length - ending.letters.length < 2) continue;
    const stemLetters = word.slice(0, word.length - ending.letters.length);
    for (const stem of stemSpellings(stemLetters, ending)) {
      const pronunciation = known(stem);
      if (pronunciation !== undefined) return ending.add(pronunciation);
    }
  }
  return undefined;
}

interface Ending {
  readonly letters: string;
  /** The ending begins with a vowel letter, so that the stem may have lost an e or doubled its consonant. */
  readonly changesStem: boolean;
  readonly add: (stem: Pronunciation) => Pronunciation;
}

const withPhones =
  (...ending: readonly string[]) =>
  (stem: Pronunciation): Pronunciation => [...stem, ...ending];

// Longer endings first.
const endings: readonly Ending[] = [
  { letters: "s'", changesStem: false, add: addS },
  { letters: "'s", changesStem: false, add: addS },
  { letters: 'iness', changesStem: true, add: withPhones('N', 'AH0', 'S') },
  { letters: 'ness', changesStem: false, add: withPhones('N', 'AH0', 'S') },
  { letters: 'less', changesStem: false, add: withPhones('L', 'AH0', 'S') },
  { letters: 'ment', changesStem: false, add: withPhones('M', 'AH0', 'N', 'T') },
  { letters: 'able', changesStem: true, add: withPhones('AH0', 'B', 'AH0', 'L') },
  { letters: 'ing', changesStem: true, add: withPhones('IH0', 'NG') },
  { letters: 'ies', changesStem: true, add: addS },
  { letters: 'ied', changesStem: true, add: addEd },
  { letters: 'est', changesStem: true, add: withPhones('AH0', 'S', 'T') },
  { letters: 'ily', changesStem: true, add: withPhones('L', 'IY0') },
  { letters: 'ed', changesStem: true, add: addEd },
  { letters: 'er', changesStem: true, add: withPhones('ER0') },
  { letters: 'es', changesStem: true, add: addS },
  { letters: 'ly', changesStem: false, add: addLy },
  { letters: "'d", changesStem: false, add: addEd },
  { letters: "'ll", changesStem: false, add: withPhones('AH0', 'L') },
  { letters: "'ve", changesStem: false, add: withPhones('AH0', 'V') },
  { letters: "'re", changesStem: false, add: withPhones('ER0') },
  { letters: "'", changesStem: false, add: (stem) => stem },
  { letters: 's', changesStem: false, add: addS },
];

function stemSpellings(stem: string, ending: Ending): string[] {
  if (!ending.changesStem) return [stem];
  if (ending.letters.startsWith('i') && ending.letters !== 'ing') return [`${stem}y`];
  const spellings = [stem, `${stem}e`];
  if (/([bdfgklmnprstvz])\1$/.test(stem)) spellings.push(stem.slice(0, -1));
  if (stem.endsWith('ck')) spellings.push(stem.slice(0, -1));
  return spellings;
}

export function addS(stem: Pronunciation): Pronunciation {
  const last = stem.at(-1) ?? '';
  if (/^(S|Z|SH|ZH|CH|JH)$/.test(last)) return [...stem, 'IH0', 'Z'];
  return [...stem, /^(P|T|K|F|TH)$/.test(last) ? 'S' : 'Z'];
}

export function addEd(stem: Pronunciation): Pronunciation {
  const last = stem.at(-1) ?? '';
  if (last === 'T' || last === 'D') return [...stem, 'IH0', 'D'];
  return [...stem, /^(P|K|F|TH|S|SH|CH)$/.test(last) ? 'T' : 'D'];
}

function addLy(stem: Pronunciation): Pronunciation {
  const endsInSyllabicL = stem.at(-1) === 'L' && isVowel(stem.at(-2)) && quality(stem.at(-2) ?? '') === 'AH';
  return endsInSyllabicL ? [...stem, 'IY0'] : [...stem, 'L', 'IY0'];
}
