import { disposeTensors, type NamedTensors, type Session, type Tensor } from '../../../inference/session.ts';
import { boolTensor, float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import { recognitionSampleRateHz } from '../../recognizer.ts';
import type { MoonshineShape } from './moonshineShape.ts';
import { findLoop } from '../../repetition.ts';

export interface MoonshineSessions {
  /** `input_values` f32 [1, samples] -> `last_hidden_state` f32 [1, frames, width]. */
  readonly encoder: Session;
  /** `input_ids` i64 [1, 1], `encoder_hidden_states`, the cache, `use_cache_branch` -> `logits`, the cache. */
  readonly decoder: Session;
}

export interface DecodedTokens {
  /** Without the start and end tokens. */
  readonly tokens: readonly number[];
  /** Geometric mean of the tokens' probabilities, 0 to 1; 0 when there are none. */
  readonly confidence: number;
}

/**
 * Decodes utterances with the most probable token at each step.
 *
 * @returns a function of mono 16 kHz samples; the signal is checked before each model call
 */
export function createGreedyDecoder(
  sessions: MoonshineSessions,
  shape: MoonshineShape,
): (samples: Float32Array, signal: AbortSignal) => Promise<DecodedTokens> {
  return async (samples, signal) => {
    signal.throwIfAborted();
    const encoded = await sessions.encoder.run({ input_values: float32Tensor(samples, [1, samples.length]) });
    const decoding = startDecoding(sessions.decoder, { shape, encoded });
    try {
      return await decodeTokens(decoding, { shape, maxTokenCount: maxTokenCount(samples), signal });
    } finally {
      decoding.dispose();
      disposeTensors(Object.values(encoded));
    }
  };
}

/** English speech has fewer tokens than this; more of them are a model that does not find its end. */
function maxTokenCount(samples: Float32Array): number {
  return Math.ceil((samples.length / recognitionSampleRateHz) * 6.5) + 8;
}

interface DecodingLimits {
  readonly shape: MoonshineShape;
  readonly maxTokenCount: number;
  readonly signal: AbortSignal;
}

async function decodeTokens(decoding: Decoding, limits: DecodingLimits): Promise<DecodedTokens> {
  const { shape, maxTokenCount, signal } = limits;
  const tokens: number[] = [];
  let logProbability = 0;
  let token = shape.startToken;
  while (tokens.length < maxTokenCount) {
    signal.throwIfAborted();
    const best = mostProbable(await decoding.step(token));
    if (best.token === shape.endToken) {
      break;
    }
    token = best.token;
    tokens.push(token);
    logProbability += best.logProbability;
    const keptCount = findLoop(tokens);
    if (keptCount !== null) {
      return { tokens: tokens.slice(0, keptCount), confidence: Math.exp(logProbability / tokens.length) };
    }
  }
  return { tokens, confidence: tokens.length === 0 ? 0 : Math.exp(logProbability / tokens.length) };
}

export interface Decoding {
  /** @returns the logits of the next token, read before the next step */
  step(token: number): Promise<Float32Array>;
  dispose(): void;
}

/** Begins with an empty cache; whoever starts a decoding disposes of it. */
export function startDecoding(
  decoder: Session,
  { shape, encoded }: { readonly shape: MoonshineShape; readonly encoded: NamedTensors },
): Decoding {
  const encoder_hidden_states = outputOf(encoded, shape.encoderOutput, 'float32');
  const changing = shape.cache.filter(({ isConstant }) => !isConstant);
  const laterOutputs = ['logits', ...changing.map(({ output }) => output)];
  let cache: Record<string, Tensor> = emptyCache(shape);
  let isFirst = true;
  return {
    async step(token) {
      const outputs = await decoder.run(
        {
          ...cache,
          input_ids: int64Tensor([token], [1, 1]),
          encoder_hidden_states,
          use_cache_branch: boolTensor(!isFirst),
        },
        isFirst ? decoder.outputNames : laterOutputs,
      );
      const renewed = isFirst ? shape.cache : changing;
      const fresh = renewed.map(
        ({ input, output }) => [input, outputOf(outputs, output, 'float32')] as const,
      );
      disposeTensors(renewed.flatMap(({ input }) => cache[input] ?? []));
      cache = { ...cache, ...Object.fromEntries(fresh) };
      isFirst = false;
      return outputOf(outputs, 'logits', 'float32').data;
    },
    dispose() {
      disposeTensors(Object.values(cache));
    },
  };
}

/** The first step ignores it, but the graph wants tensors of the right rank. */
function emptyCache({ cache, headCount, headSize }: MoonshineShape): Record<string, Tensor> {
  const empty = float32Tensor(new Float32Array(headCount * headSize), [1, headCount, 1, headSize]);
  return Object.fromEntries(cache.map(({ input }) => [input, empty]));
}

/**
 * Words this much less likely than the best are left out of the sum over the vocabulary: it takes half a
 * millisecond with them, a tenth of a step, and changes by less than the confidence is worth.
 */
const negligibleLogit = 10;

function mostProbable(logits: Float32Array): { token: number; logProbability: number } {
  let token = 0;
  let greatest = -Infinity;
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] ?? 0;
    if (logit > greatest) {
      greatest = logit;
      token = index;
    }
  }
  const least = greatest - negligibleLogit;
  let sum = 0;
  for (let index = 0; index < logits.length; index += 1) {
    const logit = logits[index] ?? 0;
    if (logit > least) {
      sum += Math.exp(logit - greatest);
    }
  }
  return { token, logProbability: -Math.log(sum) };
}
