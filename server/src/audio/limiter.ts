/** Keeps a stream below a ceiling. Chunks may have any length; how the stream is cut changes no sample. */
export interface Limiter {
  /** @returns what is complete by now: the stream so far less the look-ahead; a new array, `chunk` is not kept */
  push(chunk: Float32Array): Float32Array;
  /** Ends the stream and gives the rest, so that as many samples came out as went in; the limiter is then new again. */
  flush(): Float32Array;
}

export interface LimiterOptions {
  /** No output sample exceeds it; in (0, 1]. */
  readonly ceiling: number;
  /** The gain starts to fall this long before a peak, and has no steps. */
  readonly lookAheadSamples: number;
  /** Time constant of the way back to gain 1. */
  readonly releaseSamples: number;
}

/**
 * A look-ahead peak limiter. Samples that are further than look-ahead and release away from any peak above the
 * ceiling come out bit by bit as they went in. NaN counts as silence.
 *
 * The gain a peak needs is held over the look-ahead by a sliding minimum, released exponentially, and then averaged
 * over the same length: at the peak every averaged gain is at most the needed one.
 *
 * @throws RangeError for a ceiling outside (0, 1], a look-ahead below 1 sample, or a negative release
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { ceiling, lookAheadSamples, releaseSamples } = options;
  if (!(ceiling > 0 && ceiling <= 1) || !(lookAheadSamples >= 1) || !(releaseSamples >= 0)) {
    throw new RangeError('limiter: ceiling in (0, 1], look-ahead of 1 sample or more, release of 0 or more');
  }
  const length = Math.round(lookAheadSamples);
  const settings = { ceiling, length, releaseStep: 1 - Math.exp(-1 / Math.max(releaseSamples, 1e-9)) };
  let state = createState(length);
  return {
    push: (chunk) => advance(state, settings, chunk),
    flush: () => {
      const rest = advance(state, settings, new Float32Array(length - 1));
      state = createState(length);
      return rest;
    },
  };
}

interface LimiterSettings {
  readonly ceiling: number;
  readonly length: number;
  readonly releaseStep: number;
}

interface LimiterState {
  inputCount: number;
  /** The last `length` samples, and the gains to average, both as rings. */
  readonly delayed: Float32Array;
  readonly gains: Float64Array;
  gainSum: number;
  gain: number;
  /** Indices and gains of the sliding minimum, rising from `minimumStart`: a ring with one slot a sample. */
  readonly minimumIndices: Float64Array;
  readonly minimumGains: Float64Array;
  minimumStart: number;
  minimumCount: number;
}

function createState(length: number): LimiterState {
  return {
    inputCount: 0,
    delayed: new Float32Array(length),
    gains: new Float64Array(length).fill(1),
    gainSum: length,
    gain: 1,
    minimumIndices: new Float64Array(length + 1),
    minimumGains: new Float64Array(length + 1),
    minimumStart: 0,
    minimumCount: 0,
  };
}

function advance(state: LimiterState, settings: LimiterSettings, chunk: Float32Array): Float32Array {
  const { ceiling, length } = settings;
  const skipped = Math.max(0, Math.min(chunk.length, length - 1 - state.inputCount));
  const output = new Float32Array(chunk.length - skipped);
  for (let index = 0; index < chunk.length; index += 1) {
    const sample = chunk[index] || 0;
    const slot = state.inputCount % length;
    state.delayed[slot] = sample;
    const needed = Math.abs(sample) > ceiling ? ceiling / Math.abs(sample) : 1;
    averageGain(state, settings, slidingMinimum(state, length, needed));
    state.inputCount += 1;
    if (index < skipped) continue;
    const limited = state.delayed[state.inputCount % length] * (state.gainSum / length);
    output[index - skipped] = limited > ceiling ? ceiling : limited < -ceiling ? -ceiling : limited;
  }
  return output;
}

function averageGain(state: LimiterState, settings: LimiterSettings, held: number): void {
  const released = state.gain + (1 - state.gain) * settings.releaseStep;
  // Near 1 the release ends, so that quiet sound after a peak is untouched again.
  state.gain = Math.min(held, released > 1 - 1e-6 ? 1 : released);
  const slot = state.inputCount % settings.length;
  state.gainSum += state.gain - state.gains[slot];
  state.gains[slot] = state.gain;
}

/** The smallest of the last `length` gains, by a queue whose gains rise. */
function slidingMinimum(state: LimiterState, length: number, gain: number): number {
  const { minimumIndices, minimumGains } = state;
  const capacity = length + 1;
  if (state.minimumCount > 0 && minimumIndices[state.minimumStart] <= state.inputCount - length) {
    state.minimumStart = (state.minimumStart + 1) % capacity;
    state.minimumCount -= 1;
  }
  while (state.minimumCount > 0) {
    const last = (state.minimumStart + state.minimumCount - 1) % capacity;
    if (minimumGains[last] < gain) break;
    state.minimumCount -= 1;
  }
  const slot = (state.minimumStart + state.minimumCount) % capacity;
  minimumIndices[slot] = state.inputCount;
  minimumGains[slot] = gain;
  state.minimumCount += 1;
  return minimumGains[state.minimumStart];
}
