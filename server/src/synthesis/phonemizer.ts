import type { PhonemizedToken } from '../text/phonemes/phonemizedToken.ts';

/** Says how text is pronounced, in Kokoro's alphabet. One phonemizer serves the languages of one front end. */
export interface Phonemizer {
  /** BCP-47 languages it can say now; `en` stands for every English. */
  readonly languages: readonly string[];

  /**
   * @param text      one clause; offsets of the tokens are into it
   * @param language  one of `languages`, or a regional form of one
   * @throws SpeechError languageUnsupported, engineFailed
   */
  phonemize(text: string, language: string, signal: AbortSignal): Promise<readonly PhonemizedToken[]>;

  /**
   * For each token of `phonemize`, in Kokoro's alphabet, how else it might be meant to be said, the likeliest first.
   * Absent: of no language something else is known.
   */
  readings?(text: string, language: string, signal: AbortSignal): Promise<readonly (readonly string[])[]>;
}
