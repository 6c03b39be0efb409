import { isVowelPhoneme, keepKnownPhonemes } from './phonemeAlphabet.ts';

/**
 * Writes IPA, as people and dictionaries write it, in Kokoro's alphabet: diphthongs and affricates are one character,
 * and a stress mark stands directly before its vowel.
 *
 * @param ipa       also between slashes or brackets; sounds that Kokoro has no character for are left out
 * @param language  BCP-47, of the voice: English voices were trained with fewer vowels than IPA has
 */
export function ipaToKokoro(ipa: string, language: string): string {
  const replacements = /^en\b/i.test(language)
    ? [...commonSounds, ...englishSounds, ...(/^en-(gb|au|nz|ie|za)\b/i.test(language) ? british : american)]
    : [...commonSounds, ...compoundSounds];
  let phonemes = ipa.normalize('NFC').replaceAll(unsaid, '');
  for (const [written, kokoro] of replacements) phonemes = phonemes.replaceAll(written, kokoro);
  return moveStress(keepKnownPhonemes(phonemes)).trim();
}

/** Slashes and brackets around it, syllable dots, ties. */
const unsaid = /[/[\].‿͜͡⁀|‖]/gu;

type Replacements = readonly (readonly [ipa: string, kokoro: string])[];

const commonSounds: Replacements = [
  ["'", 'ˈ'],
  ['ʹ', 'ˈ'],
  ['g', 'ɡ'],
  ['ɫ', 'l'],
  [':', 'ː'],
  ['n\u0329', 'ᵊn'],
  ['l\u0329', 'ᵊl'],
  ['ɝ', 'ɜɹ'],
  ['ɚ', 'əɹ'],
];

const compoundSounds: Replacements = [
  ['tʃ', 'ʧ'],
  ['dʒ', 'ʤ'],
  ['ts', 'ʦ'],
  ['dz', 'ʣ'],
  ['eɪ', 'A'],
  ['aɪ', 'I'],
  ['ɔɪ', 'Y'],
  ['aʊ', 'W'],
  ['oʊ', 'O'],
  ['əʊ', 'Q'],
];

/** Vowels of other languages become the nearest one that English voices know. */
const englishSounds: Replacements = [
  ['tʃ', 'ʧ'],
  ['dʒ', 'ʤ'],
  ['r', 'ɹ'],
  ['ʁ', 'ɹ'],
  ['eɪ', 'A'],
  ['ei', 'A'],
  ['aɪ', 'I'],
  ['ai', 'I'],
  ['ɔɪ', 'Y'],
  ['oi', 'Y'],
  ['aʊ', 'W'],
  ['au', 'W'],
  ['oʊ', 'O'],
  ['ou', 'O'],
  ['əʊ', 'Q'],
  ['eː', 'A'],
  ['e', 'ɛ'],
  ['oː', 'O'],
  ['o', 'O'],
  ['ø', 'ɜ'],
  ['œ', 'ɜ'],
  ['y', 'u'],
  ['ɯ', 'u'],
  ['ɲ', 'nj'],
  ['ʎ', 'lj'],
  ['ɥ', 'w'],
  ['x', 'h'],
  ['χ', 'h'],
  ['ç', 'h'],
  ['β', 'v'],
  ['ɸ', 'f'],
];

const american: Replacements = [
  ['ː', ''],
  ['Q', 'O'],
  ['ɒ', 'ɑ'],
  ['a', 'ɑ'],
];

const british: Replacements = [
  ['O', 'Q'],
  ['æ', 'a'],
];

/** IPA marks the syllable, Kokoro the vowel in it. */
function moveStress(phonemes: string): string {
  return phonemes.replaceAll(/([ˈˌ])([^ˈˌ ]*)/gu, (_, mark: string, sounds: string) => {
    const characters = Array.from(sounds);
    const vowel = characters.findIndex(isVowelOfAnyLanguage);
    if (vowel < 0) return sounds;
    return `${characters.slice(0, vowel).join('')}${mark}${characters.slice(vowel).join('')}`;
  });
}

function isVowelOfAnyLanguage(character: string): boolean {
  return isVowelPhoneme(character) || 'eoyøœɯɨɤ'.includes(character);
}
