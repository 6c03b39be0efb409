/** What speaks for and against that anything was said. */
export interface SpeechEvidence {
  /** That the first frame of the head says `nospeech`, among all languages; 0 to 1. */
  readonly noSpeechProbability: number;
  /** Frames that wrote a piece, of all frames of the sound; 0 to 1. */
  readonly writtenShare: number;
}

/**
 * How likely nobody spoke, 0 to 1: the model's own doubt, which weighs the more the less it wrote. Where it wrote as
 * little as a twentieth of the frames or more, the doubt stays what it is; below, the odds of speech fall with it, to
 * none where nothing was written.
 *
 * Speech writes a piece in every third to tenth frame, and the segmenter leaves at most 0.6 s of silence around it; one
 * word that the model makes of seconds of breath or music is far below. The share is reckoned, not fitted: no labelled
 * recordings of silence went into it.
 */
export function noSpeechScore({ noSpeechProbability, writtenShare }: SpeechEvidence): number {
  const speech = (1 - noSpeechProbability) * Math.min(1, writtenShare / usualShare);
  const total = noSpeechProbability + speech;
  return total === 0 ? 1 : noSpeechProbability / total;
}

const usualShare = 0.05;

/**
 * Whether a text is what SenseVoice makes of breath, silence and music: `The.` and nothing else, which FunASR takes out
 * of every transcript (`rich_transcription_postprocess`). Other models have longer lists of such texts; none that rests
 * on published counts is known for this one, so no other word is suppressed.
 */
export function isKnownHallucination(text: string): boolean {
  return text === 'The.';
}
