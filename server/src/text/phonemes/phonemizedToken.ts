import type { SpokenToken } from '../spokenToken.ts';

/** A token and how it is said. */
export interface PhonemizedToken {
  readonly token: SpokenToken;
  /** Kokoro's IPA characters, stress marks before their vowels, the words of the token separated by a space. */
  readonly phonemes: string;
}
