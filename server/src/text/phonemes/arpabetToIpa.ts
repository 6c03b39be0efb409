/**
 * ARPAbet as the CMU dictionary writes it, `HH AH0 L OW1`: sounds between spaces, the digit of a vowel its stress
 * (1 primary, 2 secondary).
 *
 * @returns IPA with the stress marks before their vowels; null for what is no ARPAbet
 */
export function arpabetToIpa(text: string): string | null {
  const sounds = text.trim().toUpperCase().split(/\s+/u).map(soundToIpa);
  return sounds.every((sound) => sound !== null) ? sounds.join('') : null;
}

function soundToIpa(phone: string): string | null {
  const [, name = '', digit = ''] = /^([A-Z]+)([0-2]?)$/.exec(phone) ?? [];
  const consonant = consonants.get(name);
  if (consonant !== undefined) return digit === '' ? consonant : null;
  const vowel = (digit === '0' ? reducedVowels.get(name) : undefined) ?? vowels.get(name);
  return vowel === undefined ? null : `${{ 1: 'ˈ', 2: 'ˌ' }[digit] ?? ''}${vowel}`;
}

const vowels: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AA: 'ɑː', AE: 'æ', AH: 'ʌ', AO: 'ɔː', AW: 'aʊ', AX: 'ə', AXR: 'əɹ', AY: 'aɪ', EH: 'ɛ', ER: 'ɜːɹ', EY: 'eɪ',
    IH: 'ɪ', IX: 'ɪ', IY: 'iː', OW: 'oʊ', OY: 'ɔɪ', UH: 'ʊ', UW: 'uː', UX: 'uː',
  }),
); // prettier-ignore

const reducedVowels: ReadonlyMap<string, string> = new Map(
  Object.entries({ AH: 'ə', ER: 'əɹ', IY: 'i', UW: 'u' }),
);

const consonants: ReadonlyMap<string, string> = new Map(
  Object.entries({
    B: 'b', CH: 'tʃ', D: 'd', DH: 'ð', DX: 'ɾ', F: 'f', G: 'ɡ', HH: 'h', JH: 'dʒ', K: 'k', L: 'l', M: 'm', N: 'n',
    NG: 'ŋ', P: 'p', Q: 'ʔ', R: 'ɹ', S: 's', SH: 'ʃ', T: 't', TH: 'θ', V: 'v', W: 'w', WH: 'w', Y: 'j', Z: 'z', ZH: 'ʒ',
  }),
); // prettier-ignore
