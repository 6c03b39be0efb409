/** Of the released models: CosyVoice2-0.5B and Fun-CosyVoice3-0.5B. */
export type CosyVoiceVersion = 2 | 3;

/** Ids of a language model's speech tokens that are no speech. */
export interface SpeechTokenIds {
  /** Ids below are speech. */
  readonly speechCount: number;
  /** All ids from `speechCount` on; each of them ends the speech. */
  readonly vocabularySize: number;
}

/**
 * Rows of the speech embedding and of the head.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/llm/llm.py, Qwen2LM and CosyVoice3LM.
 */
export function speechTokenIds(version: CosyVoiceVersion): SpeechTokenIds {
  return { speechCount: 6561, vocabularySize: version === 3 ? 6761 : 6564 };
}
