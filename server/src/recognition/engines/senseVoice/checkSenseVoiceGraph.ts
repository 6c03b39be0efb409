import { createSession, type Session } from '../../../inference/session.ts';
import { outputOf } from '../../../inference/tensor.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import { featureDimension } from './senseVoiceMetadata.ts';
import { toFeeds } from './senseVoiceModel.ts';

export interface ComparedGraphs {
  readonly publishedPath: string;
  readonly preparedPath: string;
  /** Of the prepared graph. */
  readonly arithmetic: 'integer' | 'float';
}

/**
 * Runs both graphs on the same made-up features.
 *
 * @throws Error when their logits differ by more than rounding, and where the prepared graph computes in floats by
 *         more than the rounding of the published one's signals to 8 bits
 */
export async function checkSenseVoiceGraph(
  { publishedPath, preparedPath, arithmetic }: ComparedGraphs,
  signal: AbortSignal,
): Promise<void> {
  const published = await logitsOf(publishedPath);
  signal.throwIfAborted();
  const prepared = await logitsOf(preparedPath);
  signal.throwIfAborted();
  const difference = relativeDifference(prepared, published);
  if (!(difference <= greatestDifferences[arithmetic]))
    throw new Error(`The prepared SenseVoice graph differs from the published one by ${difference}.`);
}

const greatestDifferences = {
  /**
   * Memories as images add in another order, as do kernels of other processors: signals next to a rounding limit get
   * the next of their 256 levels, which trained weights of two layers carry to nothing and random ones of all seventy to
   * 0.03.
   */
  integer: 0.05,
  /** 0.003 with trained weights of two layers, 0.024 with random ones of all seventy. */
  float: 0.1,
} as const;

/** Root of the mean square of the difference, in parts of that of what is expected. */
function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  const difference = expected.map((value, index) => (actual[index] ?? Infinity) - value);
  return Math.sqrt(energyOf(difference) / energyOf(expected));
}

function energyOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

const frameCount = 20;

async function logitsOf(path: string): Promise<Float32Array> {
  const session = await createSession(path, { provider: 'cpu' });
  try {
    return await run(session);
  } finally {
    await session.dispose();
  }
}

async function run(session: Session): Promise<Float32Array> {
  const layout = tellLayout(session);
  const features = Float32Array.from(
    { length: frameCount * featureDimension },
    (_, index) => Math.sin(index * 1.7) * 2,
  );
  const query = { features, languageId: 0, textNormId: 14 };
  return outputOf(await session.run(toFeeds(query, layout), [layout.logits]), layout.logits, 'float32').data;
}
