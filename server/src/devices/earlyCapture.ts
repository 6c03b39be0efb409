import type { CaptureListener } from './soundSystem.ts';

/** What a capture gave before its listener came, in order. */
export interface EarlyCapture extends CaptureListener {
  /** Hands everything on to a listener, also what is there already. */
  start(listener: CaptureListener): void;
}

export function createEarlyCapture(): EarlyCapture {
  const early: Float32Array[] = [];
  const failures: unknown[] = [];
  let listener: CaptureListener = {
    onSamples: (samples) => void early.push(samples),
    onFailure: (failure) => void failures.push(failure),
  };
  return {
    onSamples: (samples) => {
      listener.onSamples(samples);
    },
    onFailure: (failure) => {
      listener.onFailure(failure);
    },
    start(next) {
      listener = next;
      for (const samples of early.splice(0)) next.onSamples(samples);
      for (const failure of failures.splice(0)) next.onFailure(failure);
    },
  };
}
