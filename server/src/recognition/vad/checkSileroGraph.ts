import { createSession, type NamedTensors } from '../../inference/session.ts';
import { float32Tensor, outputOf } from '../../inference/tensor.ts';
import { sileroTensors } from './sileroRecipe.ts';

/**
 * Lets the prepared graph hear made-up windows at once, and the published one the same windows one after the other.
 *
 * @throws Error where probabilities, or what is remembered, differ by more than rounding
 */
export async function checkSileroGraph(
  publishedPath: string,
  preparedPath: string,
  signal: AbortSignal,
): Promise<void> {
  const windows = madeUpWindows();
  const expected = await hearOneByOne(publishedPath, windows);
  signal.throwIfAborted();
  const actual = await hearAtOnce(preparedPath, windows);
  const greatest = expected.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (actual[index] ?? NaN))),
    0,
  );
  if (!(greatest <= greatestError)) {
    throw new Error(`The prepared graph of Silero differs from the published one by ${greatest}.`);
  }
}

/** Sums in another order moved probabilities by less than a tenth of this. */
const greatestError = 1e-4;

const windowSamples = 576;
const windowCount = 24;
const stateDims = [2, 1, 128];
const stateLength = 256;

/** Tones that begin, glide and end: some of it is heard as speech. */
function madeUpWindows(): Float32Array {
  return Float32Array.from({ length: windowCount * windowSamples }, (_, index) => {
    const seconds = index / 16_000;
    const pitch = Math.sin(2 * Math.PI * (120 * seconds + 30 * seconds * seconds));
    return 0.3 * Math.max(0, Math.sin(9 * seconds)) * Math.sign(pitch) * Math.abs(pitch) ** 0.3;
  });
}

async function hearAtOnce(path: string, windows: Float32Array): Promise<readonly number[]> {
  const { probabilities, nextState, windows: input, state } = sileroTensors;
  const outputs = await runs(path, async (run) =>
    run({
      [input]: float32Tensor(windows, [windowCount, windowSamples]),
      [state]: float32Tensor(new Float32Array(stateLength), stateDims),
    }),
  );
  return [probabilities, nextState].flatMap((name) => [...outputOf(outputs, name, 'float32').data]);
}

async function hearOneByOne(path: string, windows: Float32Array): Promise<readonly number[]> {
  return runs(path, async (run) => {
    const probabilities: number[] = [];
    let state: Float32Array = new Float32Array(stateLength);
    for (let start = 0; start < windows.length; start += windowSamples) {
      const outputs = await run({
        input: float32Tensor(windows.slice(start, start + windowSamples), [1, windowSamples]),
        state: float32Tensor(state, stateDims),
        sr: { type: 'int64', dims: [], data: BigInt64Array.of(16_000n) },
      });
      state = outputOf(outputs, 'stateN', 'float32').data;
      probabilities.push(outputOf(outputs, 'output', 'float32').data[0] ?? NaN);
    }
    return [...probabilities, ...state];
  });
}

async function runs<Result>(
  path: string,
  work: (run: (feeds: NamedTensors) => Promise<NamedTensors>) => Promise<Result>,
): Promise<Result> {
  const session = await createSession(path, { provider: 'cpu', threadCount: 1 });
  try {
    return await work((feeds) => session.run(feeds));
  } finally {
    await session.dispose();
  }
}
