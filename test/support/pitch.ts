export interface PitchMeasurement {
  /** Median over the voiced frames; NaN where there is none. */
  readonly medianHz: number;
  /** One value every 10 ms, the first at the middle of the first window; null where the sound is not voiced. */
  readonly frames: readonly (number | null)[];
}

/**
 * Measures the fundamental frequency between 60 and 500 Hz. Candidates are the dips of YIN's normalized difference
 * (de Cheveigné and Kawahara, 2002, steps 1 to 3 and 5); of all paths through them the one is taken that is most
 * periodic and jumps least (Viterbi, as in Mauch and Dixon's pYIN, 2014), so that neither half nor double of a
 * speaker's pitch is found by mistake, nor a fast glide lost.
 *
 * @param samples  mono
 */
export function measurePitchHz(samples: Float32Array, sampleRateHz: number): PitchMeasurement {
  const path = cheapestPath(findCandidates(samples, sampleRateHz));
  const frames = path.map(({ pitchHz }) => pitchHz);
  return { medianHz: medianOf(frames), frames };
}

const minPitchHz = 60;
const maxPitchHz = 500;
/** Frames this far below the loudest one are silence or breath. */
const silenceDb = -35;
const hopMs = 10;
const windowMs = 25;

/** What a frame may be: a pitch, or null for no voice, and what it costs to say so. */
interface Candidate {
  readonly pitchHz: number | null;
  readonly cost: number;
}

const unvoiced: Candidate = { pitchHz: null, cost: 0.3 };
/** Of a step from voice to no voice or back. */
const voicingCost = 0.1;
/** Of a jump by an octave from one frame to the next. */
const octaveCost = 0.7;
/** Of a candidate an octave below the highest pitch: two periods are as periodic as one. */
const lowCost = 0.03;

function findCandidates(samples: Float32Array, sampleRateHz: number): Candidate[][] {
  const hop = Math.round((sampleRateHz * hopMs) / 1000);
  const window = Math.round((sampleRateHz * windowMs) / 1000);
  const lags = { min: Math.floor(sampleRateHz / maxPitchHz), max: Math.ceil(sampleRateHz / minPitchHz) + 1 };
  const starts: number[] = [];
  for (let start = 0; start + window + lags.max < samples.length; start += hop) starts.push(start);
  const frames = starts.map((start) => samples.subarray(start, start + window + lags.max));
  const energies = frames.map(energyOf);
  const quiet = energies.reduce((most, energy) => Math.max(most, energy), 0) * 10 ** (silenceDb / 10);
  return frames.map((frame, index) => {
    if ((energies[index] ?? 0) <= quiet) return [unvoiced];
    const difference = normalizedDifference(frame, window, lags.max);
    return [
      unvoiced,
      ...findDips(difference, lags.min).map(({ lag, depth }) => toCandidate(sampleRateHz / lag, depth)),
    ];
  });
}

function toCandidate(pitchHz: number, depth: number): Candidate {
  return { pitchHz, cost: depth + lowCost * Math.log2(maxPitchHz / pitchHz) };
}

/** @returns the local minima, at lags with a fraction */
function findDips(difference: Float64Array, minLag: number): { lag: number; depth: number }[] {
  const at = (lag: number): number => difference[lag] ?? Infinity;
  const dips: { lag: number; depth: number }[] = [];
  for (let lag = Math.max(2, minLag); lag < difference.length - 1; lag += 1) {
    if (at(lag) > at(lag - 1) || at(lag) >= at(lag + 1)) continue;
    dips.push({ lag: lag + vertexOffset(at(lag - 1), at(lag), at(lag + 1)), depth: at(lag) });
  }
  return dips;
}

function cheapestPath(frames: readonly (readonly Candidate[])[]): Candidate[] {
  let paths: { readonly cost: number; readonly path: Path }[] = [];
  for (const candidates of frames) {
    paths = candidates.map((candidate) => {
      let best: { cost: number; path: Path } | null = null;
      for (const { cost, path } of paths) {
        const total = cost + stepCost(path.candidate, candidate);
        if (best === null || total < best.cost) best = { cost: total, path };
      }
      return {
        cost: (best?.cost ?? 0) + candidate.cost,
        path: { candidate, before: best?.path ?? null },
      };
    });
  }
  const [first, ...others] = paths;
  if (first === undefined) return [];
  return unwind(others.reduce((best, path) => (path.cost < best.cost ? path : best), first).path);
}

interface Path {
  readonly candidate: Candidate;
  readonly before: Path | null;
}

function unwind(last: Path): Candidate[] {
  const candidates: Candidate[] = [];
  for (let path: Path | null = last; path !== null; path = path.before) candidates.push(path.candidate);
  return candidates.reverse();
}

function stepCost(from: Candidate, to: Candidate): number {
  if (from.pitchHz === null || to.pitchHz === null) return from.pitchHz === to.pitchHz ? 0 : voicingCost;
  return octaveCost * Math.abs(Math.log2(to.pitchHz / from.pitchHz));
}

/** Step 3 of YIN: each difference over the mean of those at shorter lags, so that lag 0 is no candidate. */
function normalizedDifference(samples: Float32Array, window: number, maxLag: number): Float64Array {
  const difference = new Float64Array(maxLag + 1).fill(1);
  let sum = 0;
  for (let lag = 1; lag <= maxLag; lag += 1) {
    let value = 0;
    for (let index = 0; index < window; index += 1) {
      const step = (samples[index] ?? 0) - (samples[index + lag] ?? 0);
      value += step * step;
    }
    sum += value;
    difference[lag] = sum === 0 ? 1 : (value * lag) / sum;
  }
  return difference;
}

/** Where the parabola through three neighbors has its vertex, counted from the middle one. */
function vertexOffset(before: number, middle: number, after: number): number {
  const curvature = before - 2 * middle + after;
  return curvature <= 0 ? 0 : (before - after) / (2 * curvature);
}

function energyOf(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

function medianOf(frames: readonly (number | null)[]): number {
  const voiced = frames.filter((value) => value !== null).sort((a, b) => a - b);
  const half = Math.floor(voiced.length / 2);
  const upper = voiced[half] ?? NaN;
  return voiced.length % 2 === 1 ? upper : ((voiced[half - 1] ?? NaN) + upper) / 2;
}
