import { keepKnownPhonemes } from '../../text/phonemes/phonemeAlphabet.ts';

/**
 * Turns eSpeak NG's IPA, written with `^` between the characters of one sound, into the alphabet Kokoro's voices
 * of Spanish, French, Hindi, Italian and Portuguese were trained on.
 * Source: the mapping of hexgrad/misaki, misaki/espeak.py `EspeakG2P` @fba1236, for models before version 2.
 */
export function espeakPhonemes(ipa: string): string {
  let phonemes = ipa.replaceAll(languageSwitch, '');
  for (const [espeak, kokoro] of soundsOfKokoro) phonemes = phonemes.replaceAll(espeak, kokoro);
  return keepKnownPhonemes(phonemes.replaceAll(/[\^-]/g, ''));
}

/** `(en)` before a word that eSpeak reads in another language, and the way back. */
const languageSwitch = /\([a-z-]+\)/g;

const soundsOfKokoro: readonly (readonly [espeak: string, kokoro: string])[] = [
  ['a^ɪ', 'I'],
  ['a^ʊ', 'W'],
  ['d^z', 'ʣ'],
  ['d^ʒ', 'ʤ'],
  ['e^ɪ', 'A'],
  ['o^ʊ', 'O'],
  ['ə^ʊ', 'Q'],
  ['s^s', 'S'],
  ['t^s', 'ʦ'],
  ['t^ʃ', 'ʧ'],
  ['ɔ^ɪ', 'Y'],
];
