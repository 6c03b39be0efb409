import type { Prosody, ProsodySpan } from './prosody.ts';
import type { ExecutionProvider } from './inference.ts';

/** Text to be spoken by one voice. */
export interface SynthesisRequest {
  readonly text: string;
  /** Voice id, such as `af_heart`. */
  readonly voice: string;
  /** BCP-47 language of the text; absent: the voice's own. */
  readonly language?: string;
  readonly prosody?: Prosody;
  readonly spans?: readonly ProsodySpan[];
}

/** When a word of the source text is heard. Times count from the start of the whole sound. */
export interface WordTime {
  /** The word as it stands in the source text. */
  readonly text: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** One clause of speech. Chunks follow each other without gap: their samples concatenated are the whole sound. */
export interface SynthesisChunk {
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  /** Where this chunk begins in the whole sound. */
  readonly startMs: number;
  readonly words: readonly WordTime[];
  /** The source text this chunk speaks, `[startOffset, endOffset)`. */
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface Voice {
  readonly id: string;
  readonly engine: string;
  /** BCP-47. */
  readonly language: string;
  readonly gender: 'female' | 'male';
  readonly state: 'installed' | 'notInstalled';
}

export interface SynthesizerDescription {
  readonly engine: string;
  readonly model: string;
  readonly provider: ExecutionProvider;
  readonly sampleRateHz: number;
  /** BCP-47 languages it can speak now, optional components considered. */
  readonly languages: readonly string[];
}
