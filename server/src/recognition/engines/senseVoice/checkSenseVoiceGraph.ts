import { createSession, type Session } from '../../../inference/session.ts';
import { outputOf } from '../../../inference/tensor.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import { featureDimension } from './senseVoiceMetadata.ts';
import { toFeeds } from './senseVoiceModel.ts';

export interface ComparedGraphs {
  readonly publishedPath: string;
  readonly preparedPath: string;
}

/**
 * Of the spread of the logits. On the processors that were tried there is no difference at all. Where another kernel
 * adds in another order, activations next to a rounding limit get the next of their 256 levels, which random weights
 * of full size carry to 3 %; weights that are not the same differ by more than the spread itself.
 */
const greatestDifference = 0.05;

/**
 * Runs both graphs on the same made-up features.
 *
 * @throws Error when their logits differ by more than rounding can make
 */
export async function checkSenseVoiceGraph(
  { publishedPath, preparedPath }: ComparedGraphs,
  signal: AbortSignal,
): Promise<void> {
  const published = await logitsOf(publishedPath);
  signal.throwIfAborted();
  const prepared = await logitsOf(preparedPath);
  signal.throwIfAborted();
  const difference = relativeDifference(published, prepared);
  if (!(difference <= greatestDifference))
    throw new Error(`The prepared SenseVoice graph differs from the published one by ${difference}.`);
}

/** Root mean square of the differences, over the standard deviation of what was expected. */
function relativeDifference(expected: Float32Array, actual: Float32Array): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const spread = expected.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const difference = expected.reduce((sum, value, index) => sum + (value - (actual[index] ?? NaN)) ** 2, 0);
  return Math.sqrt(difference / spread);
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
  const layout = tellLayout(session.inputNames);
  const features = Float32Array.from(
    { length: frameCount * featureDimension },
    (_, index) => Math.sin(index * 1.7) * 2,
  );
  const query = { features, languageId: 0, textNormId: 14 };
  return outputOf(await session.run(toFeeds(query, layout), [layout.logits]), layout.logits, 'float32').data;
}
