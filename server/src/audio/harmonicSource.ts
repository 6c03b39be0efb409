/** What excites a vocoder: the harmonics of a voice, or noise where it has none. It goes on where it stopped. */
export interface HarmonicSource {
  /**
   * @param pitchHz  of each frame; up to 10: no voice
   * @returns        `frameSamples` for each frame, in (-1, 1)
   */
  extend(pitchHz: Float32Array): Float32Array;
}

export interface HarmonicSourceOptions {
  readonly sampleRateHz: number;
  readonly frameSamples: number;
  /** How the harmonics, from the fundamental on, are weighed together. */
  readonly weights: Float32Array;
  readonly bias: number;
  /** In [0, 1), for each sample and harmonic; the same place, the same noise. */
  readonly noise: (sampleIndex: number, harmonicIndex: number) => number;
}

const voicedAboveHz = 10;
const sineLevel = 0.1;
const voicedNoise = 0.003;
const unvoicedNoise = sineLevel / 3;

/**
 * Each harmonic is a sine whose phase is held for a frame, as the causal vocoder was trained; beside the sines there is
 * a little noise, without voice there is more of it and nothing else.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/hifigan/generator.py, SineGen2 and SourceModuleHnNSF with `causal`.
 */
export function createHarmonicSource(options: HarmonicSourceOptions): HarmonicSource {
  const { sampleRateHz, frameSamples, weights, bias, noise } = options;
  const cycles = new Float64Array(weights.length);
  let sampleIndex = 0;

  /** @returns the sines of a frame, weighed and summed */
  function nextSines(hz: number): number {
    let sum = 0;
    for (let harmonic = 0; harmonic < weights.length; harmonic++) {
      const step = (hz * (harmonic + 1)) / sampleRateHz;
      cycles[harmonic] = (cycles[harmonic] + frameSamples * (step - Math.floor(step))) % 1;
      sum += weights[harmonic] * sineLevel * Math.sin(2 * Math.PI * cycles[harmonic]);
    }
    return sum;
  }

  return {
    extend(pitchHz) {
      const samples = new Float32Array(pitchHz.length * frameSamples);
      let at = 0;
      for (const hz of pitchHz) {
        const sines = nextSines(hz);
        const isVoiced = hz > voicedAboveHz;
        const still = bias + (isVoiced ? sines : 0);
        const level = isVoiced ? voicedNoise : unvoicedNoise;
        for (const end = at + frameSamples; at < end; at++, sampleIndex++) {
          let sum = 0;
          for (let harmonic = 0; harmonic < weights.length; harmonic++)
            sum += weights[harmonic] * noise(sampleIndex, harmonic);
          samples[at] = Math.tanh(still + level * sum);
        }
      }
      return samples;
    },
  };
}

/**
 * Noise in [0, 1) that is a function of its place: no table, the same after any cut.
 *
 * @param columnCount  places of each sample
 * Source: Chris Wellons' hash `lowbias32`, public domain.
 */
export function createPlacedNoise(columnCount: number): (rowIndex: number, columnIndex: number) => number {
  return (rowIndex, columnIndex) => {
    let mixed = rowIndex * columnCount + columnIndex + 1;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb_352d);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** How a voice is to be pitched. */
export interface PitchChange {
  readonly semitones: number;
  /** 1: as it is; 0: level; 2: twice as lively. */
  readonly range: number;
  /** Around what the range is meant: the middle of the voice's own pitch. */
  readonly centerHz: number;
}

/** What has no voice stays; the rest is moved on a scale of semitones. */
export function changePitch(
  pitchHz: Float32Array,
  { semitones, range, centerHz }: PitchChange,
): Float32Array {
  const ratio = 2 ** (semitones / 12);
  return pitchHz.map((hz) => (hz > voicedAboveHz ? ratio * centerHz * (hz / centerHz) ** range : hz));
}

/** The median of what has a voice; undefined where nothing has. */
export function medianPitchHz(pitchHz: Float32Array): number | undefined {
  const voiced = pitchHz.filter((hz) => hz > voicedAboveHz).sort();
  return voiced.length === 0 ? undefined : voiced[Math.floor(voiced.length / 2)];
}
