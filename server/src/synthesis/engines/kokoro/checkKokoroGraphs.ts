import { createSession, type SessionOptions } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { kokoroSamplesPerUnit, type KokoroArithmetic, type KokoroGraphFile } from './graphRecipe.ts';
import { planDurations } from './durations.ts';
import { openKokoroModel } from './kokoroModel.ts';
import { createVoiceStyles, styleLength } from './voiceStyles.ts';

/** What is said: "Hello, world." */
const phonemeIds = [0, 50, 83, 54, 156, 31, 3, 16, 65, 156, 87, 123, 54, 46, 4, 0];

/** How like the published graph prepared ones must sound. */
interface Likeness {
  readonly lengthUnits: number;
  /** Of the samples. */
  readonly waveform: number;
  /** Of the loudness of each unit of 25 ms. */
  readonly loudness: number;
}

/**
 * Weights that are multiplied as integers in both graphs differ by their rounding: sample by sample, correlations of
 * 0.98 to 0.99 were measured. In float the predicted pitch differs by a hair as well, and with it the phase of the
 * voice: 0.6 was measured for the samples, while the loudness over time stays the same.
 */
const likeness: Readonly<Record<KokoroArithmetic, Likeness>> = {
  integer: { lengthUnits: 0, waveform: 0.95, loudness: 0.98 },
  float: { lengthUnits: 2, waveform: 0, loudness: 0.95 },
};

const cpu: SessionOptions = { provider: 'cpu' };

export interface ComparedGraphs {
  readonly publishedPath: string;
  readonly graphPaths: Readonly<Record<KokoroGraphFile, string>>;
  readonly arithmetic: KokoroArithmetic;
  /** The voice that speaks. */
  readonly voicePath: string;
}

/**
 * Says two words with the published graph and with the three made from it.
 *
 * @throws Error when the sounds differ in length or in more than rounding
 */
export async function checkKokoroGraphs(compared: ComparedGraphs, signal: AbortSignal): Promise<void> {
  const voices = createVoiceStyles(new Map([['voice', compared.voicePath]]));
  const style = await voices.style('voice', phonemeIds.length - 2);
  const published = await speakPublished(compared.publishedPath, style);
  signal.throwIfAborted();
  const prepared = await speakPrepared(compared.graphPaths, style);
  signal.throwIfAborted();
  assertAlike(published, prepared, likeness[compared.arithmetic]);
}

function assertAlike(published: Float32Array, prepared: Float32Array, least: Likeness): void {
  if (Math.abs(published.length - prepared.length) > least.lengthUnits * kokoroSamplesPerUnit) {
    throw new Error(
      `The prepared Kokoro graphs gave ${prepared.length} samples, the published one ${published.length}.`,
    );
  }
  const waveform = correlation(published, prepared);
  const loudness = correlation(unitLevels(published), unitLevels(prepared));
  if (!(waveform >= least.waveform && loudness >= least.loudness)) {
    throw new Error(
      'The prepared Kokoro graphs do not sound like the published one: ' +
        `correlation ${waveform.toFixed(3)} of the samples, ${loudness.toFixed(3)} of the loudness.`,
    );
  }
}

/** Root mean square of each unit, without its mean over the sound, so that a correlation compares the shape. */
function unitLevels(samples: Float32Array): Float32Array {
  const levels = Float32Array.from(
    { length: Math.floor(samples.length / kokoroSamplesPerUnit) },
    (_, unit) => {
      const start = unit * kokoroSamplesPerUnit;
      const part = samples.subarray(start, start + kokoroSamplesPerUnit);
      return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
    },
  );
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  return levels.map((level) => level - mean);
}

async function speakPublished(path: string, style: Float32Array): Promise<Float32Array> {
  const session = await createSession(path, cpu);
  try {
    const outputs = await session.run({
      input_ids: int64Tensor(phonemeIds, [1, phonemeIds.length]),
      style: float32Tensor(style, [1, styleLength]),
      speed: float32Tensor(Float32Array.of(1), [1]),
    });
    return outputOf(outputs, 'waveform', 'float32').data;
  } finally {
    await session.dispose();
  }
}

async function speakPrepared(
  graphPaths: Readonly<Record<KokoroGraphFile, string>>,
  style: Float32Array,
): Promise<Float32Array> {
  const model = await openKokoroModel(graphPaths, cpu);
  try {
    const phrase = await model.predict(phonemeIds, style);
    const units = planDurations(
      phrase.durations,
      phonemeIds.map(() => 1),
    );
    return await model.decode(phrase, await model.contours(phrase, units));
  } finally {
    await model.dispose();
  }
}

function correlation(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
