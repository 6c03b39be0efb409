/** Samples per decision at 16 kHz: 32 ms. */
export const voiceActivityFrameSamples = 512;

/**
 * Tells speech from everything else. It keeps nothing between calls, so one detector serves any number of
 * recordings, also across the worker's boundary: what it remembers of a recording travels with the caller.
 */
export interface VoiceActivityDetector {
  /**
   * @param samples  mono 16 kHz in [-1, 1], whole frames of `voiceActivityFrameSamples`
   * @param memory   what the call before gave for the same recording; null at its beginning
   * @param signal   checked every 64 frames or sooner; an abort rejects with its reason
   * @throws SpeechError outOfMemory, engineFailed; RangeError for a part of a frame
   */
  detect(
    samples: Float32Array,
    memory: VoiceActivityMemory | null,
    signal: AbortSignal,
  ): Promise<VoiceActivity>;

  /** Frees the model. After it every call rejects. */
  dispose(): Promise<void>;
}

export interface VoiceActivity {
  /** One per frame, 0 to 1. */
  readonly probabilities: Float32Array;
  readonly memory: VoiceActivityMemory;
}

/** Meaningful to the detector that made it only. */
export type VoiceActivityMemory = Float32Array;
