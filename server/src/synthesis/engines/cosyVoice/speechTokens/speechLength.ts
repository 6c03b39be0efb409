import type { SpeechTokenIds } from '../cosyVoiceVersion.ts';

/** How many speech tokens a text may take. */
export interface SpeechLength {
  readonly least: number;
  readonly most: number;
}

/**
 * Source: FunAudioLLM/CosyVoice cosyvoice/llm/llm.py, inference (min_token_text_ratio 2, max_token_text_ratio 20).
 *
 * @param spokenTextCount  tokens of the text that is spoken
 */
export function speechLengthOf(spokenTextCount: number): SpeechLength {
  return { least: 2 * spokenTextCount, most: 20 * spokenTextCount };
}

/**
 * Logits with which no speech can end before its least length. Every id that ends one is forbidden; the source forbids
 * one, which in CosyVoice 3 is another.
 *
 * @param logits        [V], unchanged
 * @param spokenCount   tokens so far
 */
export function forbidEarlyEnd(
  logits: Float32Array,
  spokenCount: number,
  { length, ids }: { readonly length: SpeechLength; readonly ids: SpeechTokenIds },
): Float32Array {
  return spokenCount < length.least ? logits.slice().fill(-Infinity, ids.speechCount) : logits;
}
