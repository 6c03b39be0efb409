import type { SynthesisChunk, SynthesizerDescription } from '../../../protocol/synthesis.ts';
import type { TakeChoice } from '../../../protocol/takes.ts';

/** The sound of one utterance as it was made, chunk by chunk. */
export interface KeptSpeech {
  readonly description: SpeechOrigin;
  readonly chunks: readonly SynthesisChunk[];
  /** Which take of each sentence it is; absent: it was spoken once. */
  readonly takes?: readonly TakeChoice[];
}

export type SpeechOrigin = Pick<SynthesizerDescription, 'engine' | 'model' | 'provider' | 'sampleRateHz'>;

/** What can be told of a sound without its samples. */
export interface SpeechOutline {
  readonly durationMs: number;
  /** 0 to 255. */
  readonly peaks: readonly number[];
  /** As of the speech. */
  readonly takes?: readonly TakeChoice[];
}
