/**
 * Order in which a format stores loudspeaker channels: `wave` (RIFF, FLAC) has front left, front right, center,
 * LFE, then the surrounds; `vorbis` (also Opus) has left, center, right, then the surrounds, LFE last.
 */
export type ChannelOrder = 'wave' | 'vorbis';

/**
 * How much each channel counts in the mono mix; the weights sum to 1, so a mix of samples in [-1, 1] stays there.
 *
 * Mono and stereo are averages. Loudspeaker layouts of 3 to 8 channels follow the mono downmix of ITU-R BS.775:
 * center 1, front left and right 0.7071, surrounds 0.5, LFE left out. Speech of a film is in the center, and the
 * LFE channel carries no speech. What is no known layout (more than 8 channels, or a mask that does not fit)
 * counts evenly, as in a recording with several microphones.
 *
 * @param mask  the speaker bits of WAVE_FORMAT_EXTENSIBLE in channel order, where the file has them; 0 says that
 *              the channels are no loudspeakers
 */
export function monoWeights(channelCount: number, order: ChannelOrder, mask?: number | null): Float32Array {
  const speakers = mask == null ? usualSpeakers(channelCount, order) : speakersOfMask(mask, channelCount);
  const raw = speakers.map((speaker) => speakerWeights[speaker]);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return new Float32Array(channelCount).fill(1 / channelCount);
  return Float32Array.from(raw, (weight) => weight / total);
}

/**
 * @returns a new chunk as long as the shortest channel: the sum of the channels by their weights, or, of two that cancel
 *          each other out, the first
 */
export function mixToMono(channels: readonly Float32Array[], weights: Float32Array): Float32Array {
  if (channels.length !== weights.length) {
    throw new RangeError(`${channels.length} channels, ${weights.length} weights`);
  }
  const mono = new Float32Array(Math.min(...channels.map((channel) => channel.length)));
  channels.forEach((channel, channelIndex) => {
    const weight = weights[channelIndex];
    for (let index = 0; index < mono.length; index += 1) mono[index] += channel[index] * weight;
  });
  const [first, second] = channels;
  const isCancelled =
    channels.length === 2 && isFarBelow(mono, energyOf(first, mono.length) + energyOf(second, mono.length));
  return isCancelled ? first.slice(0, mono.length) : mono;
}

/**
 * @param samples  interleaved, whole frames of `weights.length` samples; unchanged
 * @returns        one sample a frame, as of `mixToMono`
 */
export function mixInterleavedToMono(samples: Float32Array, weights: Float32Array): Float32Array {
  const channelCount = weights.length;
  if (samples.length % channelCount !== 0) {
    throw new RangeError(`${samples.length} samples are not whole frames of ${channelCount}`);
  }
  if (channelCount === 1) return samples;
  const mono = new Float32Array(samples.length / channelCount);
  for (let index = 0, at = 0; index < mono.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channelCount; channel += 1, at += 1)
      sum += samples[at] * weights[channel];
    mono[index] = sum;
  }
  if (channelCount === 2 && isFarBelow(mono, energyOf(samples, samples.length))) {
    for (let index = 0; index < mono.length; index += 1) mono[index] = samples[2 * index];
  }
  return mono;
}

/**
 * Whether two channels have left less than a hundredth of their mean energy in the mix: they are each other's opposite,
 * as behind a cable with crossed wires. Of channels that have nothing in common half is left, and so it is of one that
 * is alone.
 */
function isFarBelow(mono: Float32Array, channelsEnergy: number): boolean {
  return energyOf(mono, mono.length) < 0.005 * channelsEnergy;
}

function energyOf(samples: Float32Array, count: number): number {
  let energy = 0;
  for (let index = 0; index < count; index += 1) energy += samples[index] ** 2;
  return energy;
}

type Speaker = 'front' | 'center' | 'surround' | 'lowFrequency' | 'unknown';

const speakerWeights: Readonly<Record<Speaker, number>> = {
  front: Math.SQRT1_2,
  center: 1,
  surround: 0.5,
  lowFrequency: 0,
  unknown: 0.5,
};

/** Bits 0 to 10 of dwChannelMask: FL FR FC LFE BL BR FLC FRC BC SL SR. Height channels count as surrounds. */
const maskSpeakers: readonly Speaker[] = [
  'front',
  'front',
  'center',
  'lowFrequency',
  'surround',
  'surround',
  'front',
  'front',
  'surround',
  'surround',
  'surround',
];

function speakersOfMask(mask: number, channelCount: number): Speaker[] {
  const speakers: Speaker[] = [];
  for (let bit = 0; bit < 18; bit += 1) {
    if (mask & (1 << bit)) speakers.push(maskSpeakers.at(bit) ?? 'surround');
  }
  return speakers.length === channelCount ? speakers : unknownSpeakers(channelCount);
}

/** One letter a channel: f front, c center, s surround, l LFE. */
const usualLayouts: Readonly<Record<ChannelOrder, readonly string[]>> = {
  wave: ['', 'c', 'ff', 'ffc', 'ffss', 'ffcss', 'ffclss', 'ffclsss', 'ffclssss'],
  vorbis: ['', 'c', 'ff', 'fcf', 'ffss', 'fcfss', 'fcfssl', 'fcfsssl', 'fcfssssl'],
};

const speakerLetters: Readonly<Record<string, Speaker>> = {
  f: 'front',
  c: 'center',
  s: 'surround',
  l: 'lowFrequency',
};

function usualSpeakers(channelCount: number, order: ChannelOrder): Speaker[] {
  const layout = usualLayouts[order].at(channelCount);
  if (layout === undefined) return unknownSpeakers(channelCount);
  return Array.from(layout, (letter) => speakerLetters[letter]);
}

function unknownSpeakers(channelCount: number): Speaker[] {
  return Array<Speaker>(channelCount).fill('unknown');
}
