import type { PhonemizedToken } from './phonemizedToken.ts';

/** The most characters Kokoro reads at once: 512 ids less the one that pads each end. */
export const phonemeLimit = 510;

export interface PhonemeSequence {
  /** What the model reads: phonemes, spaces, and the punctuation that shapes phrasing. */
  readonly phonemes: string;
  /** For each token, the half-open range of its phonemes in `phonemes`, without space and punctuation. */
  readonly ranges: readonly PhonemeRange[];
  /** The clause is longer than `phonemeLimit` and must be split before it is spoken. */
  readonly isTooLong: boolean;
}

/** Counts code points, that is ids; every character of the alphabet is one UTF-16 unit, so both agree. */
export interface PhonemeRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Joins the tokens of a clause as Kokoro was trained to read them: opening punctuation touches the token that
 * follows, closing punctuation the token before, a dash stands alone between spaces.
 */
export function joinPhonemes(tokens: readonly PhonemizedToken[]): PhonemeSequence {
  let phonemes = '';
  const ranges = tokens.map((spoken) => {
    const isHeard = spoken.phonemes !== '' || spoken.token.before !== '';
    if (isHeard && phonemes !== '' && !phonemes.endsWith(' ')) phonemes += ' ';
    phonemes += spoken.token.before;
    const start = phonemes.length;
    phonemes += spoken.phonemes;
    const end = phonemes.length;
    phonemes += spoken.token.after;
    return { start, end };
  });
  return { phonemes, ranges, isTooLong: phonemes.length > phonemeLimit };
}
