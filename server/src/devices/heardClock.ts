/**
 * Knows how much of what a device was given has been heard. The device says only how much it has taken: it takes
 * whole buffers ahead, and hears itself at its own steady pace. So time tells what was heard,
 *
 *   heard(t) = rate * (t - start) + drift,
 *
 * and what was taken corrects it. Taken minus elapsed rises and falls by a buffer and has an upper edge, just after
 * the device took one; that edge lies a constant above what is heard. `drift` is how far it moved since the device
 * had filled its buffers: the difference of two clocks (some 0.01 %), or a pause of a device that stood still.
 */
export interface HeardClock {
  /** At this time the device had taken at least so many samples, silence of its own included. */
  observeTaken(nowMs: number, takenSamples: number): void;
  /** Samples heard by now, silence included; never less than before. */
  heardSamples(nowMs: number): number;
}

export interface HeardClockOptions {
  readonly sampleRateHz: number;
  /** When the device began to play. */
  readonly startMs: number;
}

/** The device fills its buffers first; the edge is stable after this. */
const settlingMs = 300;
/** Long enough to hold a moment just after the device took a buffer. */
const windowMs = 500;
/** A smaller move is the device's own unrest. */
const toleranceMs = 15;

export function createHeardClock({ sampleRateHz, startMs }: HeardClockOptions): HeardClock {
  const perMs = sampleRateHz / 1000;
  const edges: { readonly atMs: number; readonly aheadSamples: number }[] = [];
  let referenceSamples: number | null = null;
  let driftSamples = 0;
  let heardSoFar = 0;

  function forgetBefore(limitMs: number): void {
    while (edges[0] !== undefined && edges[0].atMs < limitMs) edges.shift();
  }

  return {
    observeTaken(nowMs, takenSamples) {
      const sinceMs = nowMs - startMs;
      const aheadSamples = takenSamples - sinceMs * perMs;
      // Only what no later one exceeds can become the edge.
      while ((edges.at(-1)?.aheadSamples ?? Infinity) <= aheadSamples) edges.pop();
      edges.push({ atMs: nowMs, aheadSamples });
      if (sinceMs < settlingMs + windowMs) return;
      forgetBefore(nowMs - windowMs);
      const edge = edges[0]?.aheadSamples ?? aheadSamples;
      referenceSamples ??= edge;
      const moved = edge - referenceSamples - driftSamples;
      const tolerance = toleranceMs * perMs;
      if (Math.abs(moved) > tolerance) driftSamples += moved - Math.sign(moved) * tolerance;
    },
    heardSamples(nowMs) {
      const heard = (nowMs - startMs) * perMs + driftSamples;
      heardSoFar = Math.max(heardSoFar, Math.floor(heard));
      return heardSoFar;
    },
  };
}
