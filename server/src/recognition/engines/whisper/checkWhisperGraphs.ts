import { createSession, type NamedTensors } from '../../../inference/session.ts';
import { boolTensor, float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { decoderNames } from './graph/decoderGraph.ts';
import { encoderInput, encoderOutput } from './graph/encoderGraph.ts';
import { preparedFiles } from './graph/graphRecipe.ts';
import type { WhisperConfig } from './whisperConfig.ts';

type Arithmetic = 'integer' | 'float';
type Part = 'encoder' | 'decoder';

/**
 * The published graphs round what goes into each product to 8 bits by its greatest value. Ours do the same but in the
 * encoder's convolutions and the decoder's last product; in floats they round nothing.
 */
const greatestRelativeErrors: Readonly<Record<Part, Readonly<Record<Arithmetic, number>>>> = {
  encoder: { integer: 0.2, float: 0.5 },
  decoder: { integer: 0.05, float: 0.3 },
};

interface ComparedGraphs {
  readonly publishedPath: string;
  readonly config: WhisperConfig;
  readonly arithmetic: Arithmetic;
}

/**
 * Encodes the same made-up sound with both encoders.
 *
 * @throws Error when their results differ by more than rounding
 */
export async function checkWhisperEncoder(
  compared: ComparedGraphs & { readonly preparedPath: string },
  signal: AbortSignal,
): Promise<void> {
  const { melCount, maxPositions } = compared.config;
  const frameCount = 2 * maxPositions;
  const features = wave(melCount * frameCount, 0.3);
  const feeds = { [encoderInput]: float32Tensor(features, [1, melCount, frameCount]) };
  const published = await runOnce(compared.publishedPath, feeds, [encoderOutput]);
  signal.throwIfAborted();
  const prepared = await runOnce(compared.preparedPath, feeds, [encoderOutput]);
  signal.throwIfAborted();
  const error = relativeError(
    outputOf(published, encoderOutput, 'float32').data,
    outputOf(prepared, encoderOutput, 'float32').data,
  );
  assertSmall(error, 'encoder', compared);
}

/**
 * Decodes the first tokens and a later one of the same made-up sound with both decoders.
 *
 * @throws Error when their logits differ by more than rounding
 */
export async function checkWhisperDecoder(
  compared: ComparedGraphs & { readonly prepared: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<void> {
  const published = await decodePublished(compared.publishedPath, compared.config);
  signal.throwIfAborted();
  const prepared = await decodePrepared(compared.prepared, compared.config);
  signal.throwIfAborted();
  published.forEach((logits, step) => {
    const error = relativeError(logits, prepared[step] ?? new Float32Array(0));
    assertSmall(error, 'decoder', compared);
  });
}

const positionCount = 40;
const laterToken = 1000;

function firstTokens({ tokens }: WhisperConfig): readonly number[] {
  return [tokens.start, tokens.transcribe, tokens.noTimestamps];
}

function madeUpSound({ decoderHeadCount, headWidth }: WhisperConfig): NamedTensors[string] {
  const width = decoderHeadCount * headWidth;
  return float32Tensor(wave(positionCount * width, 1), [1, positionCount, width]);
}

async function decodePublished(path: string, config: WhisperConfig): Promise<Float32Array[]> {
  const decoder = await createSession(path, { provider: 'cpu' });
  try {
    const names = decoder.inputNames.filter((name) => name.startsWith('past_key_values.'));
    const nothing = emptyPast(config);
    const run = async (tokens: readonly number[], past: NamedTensors): Promise<NamedTensors> =>
      decoder.run({
        ...past,
        input_ids: int64Tensor(tokens, [1, tokens.length]),
        encoder_hidden_states: madeUpSound(config),
        use_cache_branch: boolTensor(tokens.length === 1),
      });
    const first = await run(firstTokens(config), Object.fromEntries(names.map((name) => [name, nothing])));
    const kept = names.map((name) => {
      const output = name.replace('past_key_values', 'present');
      return [name, outputOf(first, output, 'float32')] as const;
    });
    const later = await run([laterToken], Object.fromEntries(kept));
    return [first, later].map((outputs) => {
      const { data, dims } = outputOf(outputs, 'logits', 'float32');
      return data.subarray(data.length - (dims.at(-1) ?? 0));
    });
  } finally {
    await decoder.dispose();
  }
}

async function decodePrepared(
  {
    [preparedFiles.crossAttention]: crossPath = '',
    [preparedFiles.decoder]: path = '',
  }: Readonly<Record<string, string>>,
  config: WhisperConfig,
): Promise<Float32Array[]> {
  const cross = await runOnce(crossPath, { [encoderOutput]: madeUpSound(config) });
  const decoder = await createSession(path, { provider: 'cpu' });
  try {
    const layers = Array.from({ length: config.layerCount }, (_, layer) => layer);
    const nothing = emptyPast(config);
    const run = async (tokens: readonly number[], past: NamedTensors | null): Promise<NamedTensors> =>
      decoder.run({
        ...cross,
        ...Object.fromEntries(
          layers.flatMap((layer) => [
            [decoderNames.selfKey(layer), past?.[decoderNames.nextSelfKey(layer)] ?? nothing],
            [decoderNames.selfValue(layer), past?.[decoderNames.nextSelfValue(layer)] ?? nothing],
          ]),
        ),
        [decoderNames.ids]: int64Tensor(tokens, [1, tokens.length]),
      });
    const first = await run(firstTokens(config), null);
    const later = await run([laterToken], first);
    return [first, later].map((outputs) => outputOf(outputs, decoderNames.logits, 'float32').data);
  } finally {
    await decoder.dispose();
  }
}

function emptyPast({ decoderHeadCount, headWidth }: WhisperConfig): NamedTensors[string] {
  return float32Tensor(new Float32Array(0), [1, decoderHeadCount, 0, headWidth]);
}

async function runOnce(
  path: string,
  feeds: NamedTensors,
  outputs?: readonly string[],
): Promise<NamedTensors> {
  const session = await createSession(path, { provider: 'cpu' });
  try {
    return await session.run(feeds, outputs);
  } finally {
    await session.dispose();
  }
}

/** Smooth, and different everywhere. */
function wave(length: number, amplitude: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => Math.sin(index * 1.7) * amplitude);
}

function assertSmall(error: number, part: Part, { arithmetic }: ComparedGraphs): void {
  if (!(error <= greatestRelativeErrors[part][arithmetic]))
    throw new Error(`The prepared Whisper ${part} differs from the published one by ${error.toFixed(3)}.`);
}

/**
 * Root mean square of the differences over that of the deviations of `expected` from its mean. The means do not count:
 * rounding shifts all logits together by more than it changes them, and a shift changes no probability.
 */
function relativeError(expected: Float32Array, actual: Float32Array): number {
  const meanOf = (values: Float32Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [expectedMean, actualMean] = [meanOf(expected), meanOf(actual)];
  let differences = 0;
  let deviations = 0;
  expected.forEach((value, index) => {
    const deviation = value - expectedMean;
    differences += (deviation - ((actual[index] ?? NaN) - actualMean)) ** 2;
    deviations += deviation ** 2;
  });
  return Math.sqrt(differences / deviations);
}
