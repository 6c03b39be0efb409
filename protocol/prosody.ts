/** How something is said, relative to the voice's own way. Every field absent means unchanged. */
export interface Prosody {
  /** Speaking rate: 1.25 is a quarter faster. 0.5 to 2. */
  readonly rateFactor?: number;
  /** Fundamental frequency: 2 is an octave up. 0.5 to 2. */
  readonly pitchFactor?: number;
  /** Pitch range around the utterance's mean, in the log domain: 0 is monotone, 1 unchanged. 0 to 3. */
  readonly rangeFactor?: number;
  /** Loudness change in decibels. -24 to 12. */
  readonly energyDb?: number;
}

/** Prosody of a part of the text. Offsets are UTF-16 code units into the request's text, `[startOffset, endOffset)`. */
export interface ProsodySpan {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly prosody: Prosody;
  /** Pitch accent on the stressed syllables of the span's words: 0 none, 1 strong. */
  readonly accent?: number;
}

/** Prosody with every field present; factors of spans multiply onto it and decibels add. */
export type ResolvedProsody = Required<Prosody>;

export const neutralProsody: ResolvedProsody = { rateFactor: 1, pitchFactor: 1, rangeFactor: 1, energyDb: 0 };
