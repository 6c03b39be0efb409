import {
  isVowel,
  quality,
  type Phone,
  type Pronunciation,
} from '../../server/src/text/phonemes/english/phones.ts';
import type { Graphone } from './alignLetters.ts';

/**
 * Finds out from the letters which of the vowels that an American dictionary writes alike are different in
 * British English, and writes them with the phones `OA`, `OO` and `EW`.
 *
 * @param graphones  a word cut into letters and their phones
 * @returns          the same cut with the finer phones
 */
export function splitVowels(graphones: readonly Graphone[]): Graphone[] {
  const flat = graphones.flatMap(({ grapheme, sound }, index) =>
    sound.map((phone) => ({ grapheme, phone, index })),
  );
  const word = graphones.map(({ grapheme }) => grapheme).join('');
  let position = 0;
  const refined = flat.map(({ grapheme, phone }) => {
    const before = flat[position - 1]?.phone ?? '';
    const after = flat[position + 1]?.phone ?? '';
    position++;
    return splitVowel(phone, { word, grapheme, before, after });
  });
  let at = 0;
  return graphones.map(({ grapheme, sound }) => {
    const start = at;
    at += sound.length;
    return { grapheme, sound: refined.slice(start, at) };
  });
}

export function soundsOf(graphones: readonly Graphone[]): Pronunciation {
  return graphones.flatMap(({ sound }) => sound);
}

/** "want", "wash" have the vowel of "cloth"; "wall", "water", "war" have not. */
const shortAfterW = /^(N|SH|CH|S|P|D|B)$/;

interface VowelPlace {
  readonly word: string;
  readonly grapheme: string;
  readonly before: Phone;
  readonly after: Phone;
}

function splitVowel(phone: Phone, place: VowelPlace): Phone {
  if (!isVowel(phone)) return phone;
  const stress = phone.slice(-1);
  const { grapheme, before, after } = place;
  switch (quality(phone)) {
    case 'AA':
      if (/au|aw/.test(grapheme) || /ought|aught/.test(place.word)) return `AO${stress}`;
      if (after === 'R') return phone;
      return grapheme.includes('o') || before === 'W' ? `OA${stress}` : phone;
    case 'AO':
      if (after === 'R') return phone;
      return grapheme === 'o' || (before === 'W' && shortAfterW.test(after)) ? `OO${stress}` : phone;
    case 'UW':
      return /^(u|ew|eu|ue|ui|e)/.test(grapheme) && /^[TDN]$/.test(before) ? `EW${stress}` : phone;
    default:
      return phone;
  }
}
