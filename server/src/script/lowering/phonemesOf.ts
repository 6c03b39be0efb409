import { arpabetToIpa } from '../../text/phonemes/arpabetToIpa.ts';
import { pinyinToIpa } from '../../text/phonemes/pinyinToIpa.ts';
import type { Pronunciation } from './plan.ts';

/** A pronunciation in the International Phonetic Alphabet; null for what its own alphabet cannot read. */
export function phonemesOf({ alphabet, phonemes }: Pronunciation): string | null {
  switch (alphabet) {
    case 'ipa':
      return phonemes;
    case 'arpabet':
      return arpabetToIpa(phonemes);
    case 'pinyin':
      return pinyinToIpa(phonemes);
  }
}
