import { encodeLexicon } from '../../server/src/text/phonemes/english/lexiconFile.ts';
import { phones, type Pronunciation } from '../../server/src/text/phonemes/english/phones.ts';
import { createAligner, type Graphone, type SpelledWord } from './alignLetters.ts';
import { readDictionary } from './readDictionary.ts';
import { soundsOf, splitVowels } from './splitVowels.ts';
import { trainGraphones } from './trainGraphones.ts';

/** Makes the bytes of the English lexicon: the dictionary, and the letter-to-sound model learned from it. */
export function compileLexicon(): Uint8Array {
  const dictionary = readDictionary();
  const align = createAligner(everyThird(spelledWords(dictionary)), 5);
  const cuts: Graphone[][] = [];
  const entries = [...dictionary].map(([word, pronunciations]): [string, Pronunciation[]] => [
    word,
    pronunciations.map((pronunciation) => {
      const cut = align({ word, pronunciation });
      if (cut === undefined) return pronunciation;
      const refined = splitVowels(cut);
      cuts.push(refined);
      return soundsOf(refined);
    }),
  ]);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  return encodeLexicon({ entries, graphones: trainGraphones(cuts, modelLimits) });
}

/** What the letter-to-sound model may cost: under 1 MB in the file. */
export const modelLimits = { order: 6, ngramLimit: 150_000 };

function spelledWords(dictionary: ReadonlyMap<string, readonly Pronunciation[]>): SpelledWord[] {
  const known = new Set(phones);
  return [...dictionary].flatMap(([word, pronunciations]) =>
    pronunciations
      .filter((pronunciation) => /^[a-z']+$/.test(word) && pronunciation.every((phone) => known.has(phone)))
      .map((pronunciation) => ({ word, pronunciation })),
  );
}

/** A third of the words teaches the alignment as well as all of them. */
function everyThird<T>(items: readonly T[]): T[] {
  return items.filter((_, index) => index % 3 === 0);
}
