import { createSession, disposeTensors } from '../../../inference/session.ts';
import { float32Tensor } from '../../../inference/tensor.ts';
import { startDecoding } from './greedyDecoder.ts';
import type { MoonshineShape } from './moonshineShape.ts';

export interface ComparedDecoders {
  readonly publishedPath: string;
  readonly preparedPath: string;
  readonly shape: MoonshineShape;
}

/** Rounding the last layer's input to 8 bits moves the logits by about one part in a hundred. */
const greatestRelativeError = 0.05;

/**
 * Decodes a first and a later step of the same made-up sound with the published decoder and with the prepared one.
 *
 * @throws Error when their logits differ by more than rounding
 */
export async function checkMoonshineDecoder(compared: ComparedDecoders, signal: AbortSignal): Promise<void> {
  const published = await decodeSteps(compared.publishedPath, compared.shape);
  signal.throwIfAborted();
  const prepared = await decodeSteps(compared.preparedPath, compared.shape);
  signal.throwIfAborted();
  published.forEach((logits, step) => {
    const error = relativeError(logits, prepared[step] ?? new Float32Array(logits.length));
    if (!(error <= greatestRelativeError)) {
      throw new Error(
        `The prepared Moonshine decoder differs from the published one by ${error.toFixed(3)} at step ${step}.`,
      );
    }
  });
}

const frameCount = 40;

async function decodeSteps(path: string, shape: MoonshineShape): Promise<Float32Array[]> {
  const decoder = await createSession(path, { provider: 'cpu' });
  const width = shape.headCount * shape.headSize;
  const sound = Float32Array.from(
    { length: frameCount * width },
    (_unused, index) => Math.sin(index * 1.7) / 2,
  );
  const encoded = { [shape.encoderOutput]: float32Tensor(sound, [1, frameCount, width]) };
  const decoding = startDecoding(decoder, { shape, encoded });
  try {
    const first = await decoding.step(shape.startToken);
    const later = await decoding.step(1000);
    return [first, later];
  } finally {
    decoding.dispose();
    disposeTensors(Object.values(encoded));
    await decoder.dispose();
  }
}

/** Root mean square of the differences over that of the deviations of `expected` from its mean. */
function relativeError(expected: Float32Array, actual: Float32Array): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  let differences = 0;
  let deviations = 0;
  expected.forEach((value, index) => {
    differences += (value - (actual[index] ?? 0)) ** 2;
    deviations += (value - mean) ** 2;
  });
  return Math.sqrt(differences / deviations);
}
