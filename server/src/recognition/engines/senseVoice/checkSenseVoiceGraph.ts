import { createSession, type Session } from '../../../inference/session.ts';
import { outputOf } from '../../../inference/tensor.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import { featureDimension } from './senseVoiceMetadata.ts';
import { toFeeds } from './senseVoiceModel.ts';

export interface ComparedGraphs {
  readonly publishedPath: string;
  readonly preparedPath: string;
}

/** The layers between two products round floats in an order that is the kernel's own. */
const greatestDifference = 1e-3;

/**
 * Runs both graphs on the same made-up features.
 *
 * @throws Error when their logits differ by more than rounding
 */
export async function checkSenseVoiceGraph(
  { publishedPath, preparedPath }: ComparedGraphs,
  signal: AbortSignal,
): Promise<void> {
  const published = await logitsOf(publishedPath);
  signal.throwIfAborted();
  const prepared = await logitsOf(preparedPath);
  signal.throwIfAborted();
  const difference = published.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (prepared[index] ?? Infinity))),
    0,
  );
  if (!(difference <= greatestDifference))
    throw new Error(`The prepared SenseVoice graph differs from the published one by ${difference}.`);
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
