import { arpabetToIpa } from '../../../../text/phonemes/arpabetToIpa.ts';
import { pinyinToIpa } from '../../../../text/phonemes/pinyinToIpa.ts';
import { arpabetPhones, pinyinParts } from './specialTokens.ts';

/** Writes sounds as the tags of the phones that the model was trained with; null where one is not among them. */
export interface PhoneTags {
  /** English; a vowel without a stress mark is unstressed. */
  english(ipa: string): string | null;
  /** Mandarin, with a tone letter behind each syllable. */
  chinese(ipa: string): string | null;
}

/** Their tables are those that read ARPAbet and pinyin as IPA, turned around. */
export function createPhoneTags(): PhoneTags {
  const phones = arpabetPhones().filter((phone) => !/^[AEIOU][A-Z]$/u.test(phone));
  const english = turnAround(phones.map((phone) => [arpabetToIpa(phone), [phone]]));
  const finals = pinyinParts.filter((part) => !isInitial(part));
  const syllables = ['', ...pinyinParts.filter(isInitial)].flatMap((initial) =>
    finals.map(
      (final) => [pinyinToIpa(initial + final), initial === '' ? [final] : [initial, final]] as const,
    ),
  );
  const chinese = turnAround(syllables);
  return {
    english: (ipa) => write(ipa, english),
    chinese: (ipa) => write(ipa, chinese),
  };
}

function isInitial(part: string): boolean {
  return /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcswy])$/u.test(part);
}

type Sounds = ReadonlyMap<string, readonly string[]>;

/** Of equal sounds the first is kept. */
function turnAround(entries: readonly (readonly [string | null, readonly string[]])[]): Sounds {
  const sounds = new Map<string, readonly string[]>();
  for (const [ipa, parts] of entries) if (ipa !== null && !sounds.has(ipa)) sounds.set(ipa, parts);
  return sounds;
}

/** Takes the longest sound that is known, again and again. */
function write(ipa: string, sounds: Sounds): string | null {
  const longest = Math.max(...[...sounds.keys()].map((sound) => sound.length));
  let rest = ipa.normalize('NFC').replace(/[\s.ˑ‿͡]/gu, '');
  let tags = '';
  while (rest !== '') {
    let length = Math.min(longest, rest.length);
    while (length > 0 && !sounds.has(rest.slice(0, length))) length -= 1;
    if (length === 0) return null;
    tags += (sounds.get(rest.slice(0, length)) ?? []).map((part) => `[${part}]`).join('');
    rest = rest.slice(length);
  }
  return tags === '' ? null : tags;
}
