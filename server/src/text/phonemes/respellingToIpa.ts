/**
 * Reads a respelling as newspapers and dictionaries write it, `kah-EH-deh`, `pro-nun-see-AY-shun`, `KYOOB`: syllables
 * between hyphens, the stressed one in capitals, several words between spaces. Of several syllables in capitals the
 * last has the main stress. Where none is, the first has it.
 *
 * The spellings are those of Wikipedia's "Help:Pronunciation respelling key", with usual others beside them.
 *
 * @returns IPA with the stress marks before their syllables; null for what cannot be read
 */
export function respellingToIpa(text: string): string | null {
  const words = text.trim().split(/\s+/u).map(wordToIpa);
  return words.every((word) => word !== null) ? words.join(' ') : null;
}

function wordToIpa(word: string): string | null {
  const written = word.split(/[-·‧]/u);
  const stresses = stressesOf(written);
  const syllables = written.map((syllable, index) => {
    const sounds = syllableToIpa(syllable.toLowerCase(), stresses[index] !== 'none');
    return sounds === null ? null : stressMarks[stresses[index] ?? 'none'] + sounds;
  });
  return syllables.every((syllable) => syllable !== null) ? syllables.join('') : null;
}

type Stress = 'none' | 'primary' | 'secondary';

const stressMarks: Readonly<Record<Stress, string>> = { none: '', primary: 'ˈ', secondary: 'ˌ' };

function stressesOf(syllables: readonly string[]): Stress[] {
  const isCapital = syllables.map((syllable) => /\p{Lu}/u.test(syllable) && !/\p{Ll}/u.test(syllable));
  const main = isCapital.includes(true) ? isCapital.lastIndexOf(true) : 0;
  return isCapital.map((capital, index) => (index === main ? 'primary' : capital ? 'secondary' : 'none'));
}

/** Sounds before the vowel, the vowel, sounds after it; each the longest spelling that is known. */
function syllableToIpa(syllable: string, isStressed: boolean): string | null {
  const vowels = isStressed ? stressedVowels : unstressedVowels;
  let rest = syllable;
  let ipa = '';
  let hasVowel = false;
  while (rest !== '') {
    // A y before a vowel is the sound of "yes", else the vowel of "my" and "bye".
    const isGlide = /^y(?!e$)[aeiouə]/.test(rest);
    const found: SpelledSound | null =
      (hasVowel || isGlide ? null : longest(vowels, rest)) ?? longest(consonants, rest);
    if (found === null) return null;
    const [spelling, sound]: SpelledSound = found;
    hasVowel ||= !isGlide && vowels.has(spelling);
    ipa += sound;
    rest = rest.slice(spelling.length);
  }
  return hasVowel ? ipa : null;
}

type SpelledSound = readonly [spelling: string, sound: string];

function longest(sounds: ReadonlyMap<string, string>, text: string): SpelledSound | null {
  for (let length = Math.min(5, text.length); length > 0; length -= 1) {
    const sound = sounds.get(text.slice(0, length));
    if (sound !== undefined) return [text.slice(0, length), sound];
  }
  return null;
}

const stressedVowels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'æ', aa: 'ɑː', ah: 'ɑː', ahr: 'ɑːɹ', ai: 'eɪ', air: 'ɛɹ', ar: 'ɑːɹ', arr: 'æɹ', au: 'ɔː', aw: 'ɔː', awr: 'ɔːɹ',
    ay: 'eɪ', e: 'ɛ', ea: 'iː', ee: 'iː', eer: 'ɪɹ', eh: 'ɛ', ehr: 'ɛɹ', er: 'ɜːɹ', err: 'ɛɹ', ey: 'eɪ', eye: 'aɪ',
    i: 'ɪ', ie: 'aɪ', igh: 'aɪ', ih: 'ɪ', ir: 'ɜːɹ', irr: 'ɪɹ', o: 'ɑː', oe: 'oʊ', oh: 'oʊ', ohr: 'ɔːɹ', oi: 'ɔɪ',
    oo: 'uː', oor: 'ʊɹ', or: 'ɔːɹ', orr: 'ɑːɹ', ou: 'aʊ', ow: 'aʊ', owr: 'aʊɹ', oy: 'ɔɪ', u: 'ʌ', uh: 'ʌ', ur: 'ɜːɹ',
    urr: 'ʌɹ', uu: 'ʊ', y: 'aɪ', ye: 'aɪ', ə: 'ə', ər: 'əɹ',
  }),
); // prettier-ignore

const unstressedVowels: ReadonlyMap<string, string> = new Map([
  ...stressedVowels,
  ...Object.entries({ u: 'ə', uh: 'ə', er: 'əɹ', ir: 'əɹ', ur: 'əɹ', ee: 'i', oo: 'u' }),
]);

const consonants: ReadonlyMap<string, string> = new Map(
  Object.entries({
    b: 'b', bb: 'b', c: 'k', ch: 'tʃ', ck: 'k', d: 'd', dd: 'd', dh: 'ð', f: 'f', ff: 'f', g: 'ɡ', gg: 'ɡ', gh: 'ɡ',
    h: 'h', hw: 'w', j: 'dʒ', k: 'k', kh: 'x', kk: 'k', l: 'l', ll: 'l', m: 'm', mm: 'm', n: 'n', ng: 'ŋ', ngk: 'ŋk',
    nk: 'ŋk', nn: 'n', p: 'p', ph: 'f', pp: 'p', q: 'k', qu: 'kw', r: 'ɹ', rr: 'ɹ', s: 's', sh: 'ʃ', ss: 's', t: 't',
    tch: 'tʃ', th: 'θ', tt: 't', v: 'v', w: 'w', wh: 'w', x: 'ks', y: 'j', z: 'z', zh: 'ʒ', zz: 'z',
  }),
); // prettier-ignore
