/** Speech whose stretches, between pauses, are about as loud as each other. */
export interface EvenSpeech {
  /** As long as what it is of; the same array where nothing had to be raised. */
  readonly samples: Float32Array;
  /** Between pauses; 0 of silence. */
  readonly stretchCount: number;
  /** What is no pause, also within stretches. */
  readonly speechMs: number;
}

/**
 * Raises stretches of speech that are at least 4 dB softer than the loudest one to it, by at most 15 dB; between them the gain goes from one to the other.
 * A pause is at least 0.2 s that are 40 dB below what is loud, or 20 dB below it and no more than 6 dB above the noise.
 *
 * @param samples  mono; not changed
 */
export function evenLoudness(samples: Float32Array, sampleRateHz: number): EvenSpeech {
  const frameLength = Math.round((sampleRateHz * frameMs) / 1000);
  const frames = frameEnergies(samples, frameLength);
  const stretches = findStretches(frames);
  const loudest = stretches.reduce((most, { energy }) => Math.max(most, energy), 0);
  const gains = stretches.map(({ energy }) => {
    const gain = Math.sqrt(loudest / energy);
    return gain < leastGain ? 1 : Math.min(mostGain, gain);
  });
  const speechFrames = stretches.reduce((sum, { speechCount }) => sum + speechCount, 0);
  const facts = { stretchCount: stretches.length, speechMs: speechFrames * frameMs };
  if (gains.every((gain) => gain === 1)) return { samples, ...facts };
  const raised = samples.slice();
  for (const [index, { start, end }] of stretches.entries()) {
    const gain = gains[index] ?? 1;
    const next = stretches[index + 1]?.start ?? frames.length;
    // The edges of the sound have the gain of the stretch beside them.
    scale(raised, { start: index === 0 ? 0 : start * frameLength, end: end * frameLength }, [gain, gain]);
    scale(raised, { start: end * frameLength, end: next * frameLength }, [gain, gains[index + 1] ?? gain]);
  }
  return { samples: raised, ...facts };
}

const frameMs = 20;
const pauseFrames = 10;
/** Less is a breath or a click. */
const leastSpeechFrames = 8;
const mostGain = 10 ** (15 / 20);
const leastGain = 10 ** (4 / 20);
const loudShare = 0.95;
const noiseShare = 0.1;
const belowLoud = 10 ** (-40 / 10);
const leastBelowLoud = 10 ** (-20 / 10);
const aboveNoise = 10 ** (6 / 10);
/** A tenth of what 16 bits can write. */
const silence = 1e-11;

/** In frames, the end excluded. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Of its frames. */
  readonly speechCount: number;
  /** Mean square of its frames with speech. */
  readonly energy: number;
}

function frameEnergies(samples: Float32Array, frameLength: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(samples.length / frameLength) }, (_, index) => {
    const frame = samples.subarray(index * frameLength, (index + 1) * frameLength);
    return frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length;
  });
}

function findStretches(frames: Float64Array): Stretch[] {
  const sorted = frames.toSorted();
  const share = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const loud = share(loudShare);
  // Where hardly anybody pauses, the softest frames are speech as well.
  const noise = Math.min(share(noiseShare) * aboveNoise, loud * leastBelowLoud);
  const threshold = Math.max(loud * belowLoud, noise, silence);
  const stretches: Stretch[] = [];
  let start = 0;
  let end = 0;
  let count = 0;
  let sum = 0;
  const finish = (): void => {
    if (count >= leastSpeechFrames) stretches.push({ start, end, speechCount: count, energy: sum / count });
  };
  for (const [index, energy] of frames.entries()) {
    if (energy <= threshold) continue;
    if (count === 0 || index - end >= pauseFrames) {
      finish();
      start = index;
      count = 0;
      sum = 0;
    }
    end = index + 1;
    count += 1;
    sum += energy;
  }
  finish();
  return stretches;
}

/** @param gains  at the start and the end of the range, with a straight line between them */
function scale(
  samples: Float32Array,
  { start, end }: { readonly start: number; readonly end: number },
  [from, to]: readonly [number, number],
): void {
  const last = Math.min(end, samples.length);
  for (let index = start; index < last; index += 1) {
    samples[index] *= from + ((to - from) * (index - start)) / (end - start);
  }
}
