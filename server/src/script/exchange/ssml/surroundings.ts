/** How a place is spoken, in SSML's terms: against the voice's own way. */
export interface Surroundings {
  readonly rateFactor: number;
  readonly pitchSemitones: number;
  readonly rangeFactor: number;
  readonly volumeDb: number;
  /** BCP-47. */
  readonly language: string | null;
  readonly voice: string | null;
}

export const plainSurroundings: Surroundings = {
  rateFactor: 1,
  pitchSemitones: 0,
  rangeFactor: 1,
  volumeDb: 0,
  language: null,
  voice: null,
};
