import { phones } from '../../text/phonemes/english/phones.ts';

/**
 * How something sounds: codes of `soundAlphabet`, stress left out. English is written in its phones; a syllable of
 * Chinese is its initial, its final and its tone.
 */
export type Sounds = Uint8Array;

const englishSounds = [...new Set(phones.map((phone) => phone.replace(/\d$/, '')))].filter(
  (phone) => phone !== '' && phone !== 'ER' && phone !== 'EW',
);

/** Of pinyin; `ü` is written `v`. */
export const pinyinInitials = [
  'zh', 'ch', 'sh', 'b', 'p', 'm', 'f', 'd', 't', 'n', 'l', 'g', 'k', 'h', 'j', 'q', 'x', 'r', 'z', 'c', 's', 'y', 'w',
] as const; // prettier-ignore

const pinyinFinals = [
  'a', 'o', 'e', 'i', 'u', 'v', 'ai', 'ei', 'ui', 'ao', 'ou', 'iu', 'ie', 've', 'ue', 'er', 'an', 'en', 'in', 'un', 'vn',
  'ang', 'eng', 'ing', 'ong', 'ia', 'iao', 'ian', 'iang', 'iong', 'ua', 'uai', 'uan', 'uang', 'uo', 'n', 'ng', 'm',
] as const; // prettier-ignore

/** Every sound by its code; code 0 stands for none. Those of Chinese are marked `>`, `-` and the digit of a tone. */
export const soundAlphabet: readonly string[] = [
  '',
  ...englishSounds,
  ...pinyinInitials.map((initial) => `>${initial}`),
  ...pinyinFinals.map((final) => `-${final}`),
  '1',
  '2',
  '3',
  '4',
  '5',
];

const codes: ReadonlyMap<string, number> = new Map(soundAlphabet.map((sound, code) => [sound, code]));

/** What two sounds of a vowel with r, and of "tune", are made of. */
const split: Readonly<Record<string, readonly string[]>> = { ER: ['AH', 'R'], EW: ['UW'] };

/** @param phones  ARPAbet with or without stress digits; what is no phone is passed over */
export function fromPhones(phones: readonly string[]): Sounds {
  const sounds = phones.flatMap((phone) => {
    const quality = phone.replace(/\d$/, '');
    return (split[quality] ?? [quality]).map((sound) => codes.get(sound) ?? 0);
  });
  return Uint8Array.from(sounds.filter((code) => code !== 0));
}

/**
 * @param syllable  pinyin with its tone as a digit, 0 or 5 for the light one; such as `lv4`
 * @returns null for what is no syllable
 */
export function fromPinyin(syllable: string): Sounds | null {
  const [, letters = '', tone = '5'] = /^([a-zü]+)([0-5])?$/u.exec(syllable) ?? [];
  const plain = letters.replaceAll('ü', 'v');
  const initial =
    pinyinInitials.find((candidate) => plain.startsWith(candidate) && plain !== candidate) ?? '';
  const final = codes.get(`-${plain.slice(initial.length)}`);
  if (final === undefined) return null;
  const toneCode = codes.get(tone === '0' ? '5' : tone) ?? 0;
  const initialCode = codes.get(`>${initial}`);
  return Uint8Array.from([...(initialCode === undefined ? [] : [initialCode]), final, toneCode]);
}

export function joinSounds(parts: readonly Sounds[]): Sounds {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
