import type { Attention, CheckpointLayers } from './checkpointLayers.ts';
import { languageModelNames, trunk, type LanguageModelShape } from './languageModelShape.ts';
import { rotaryTables } from './rotaryTables.ts';

export interface AttentionOptions {
  readonly shape: LanguageModelShape;
  readonly attention: Attention;
}

/** [n, width] to the same, of one layer: a token attends to itself and those before it. */
export type WriteAttention = (input: string, layer: number) => string;

/** Neighboring query heads share one of keys and values. */
export function createAttention(layers: CheckpointLayers, options: AttentionOptions): WriteAttention {
  const { apply, int64s } = layers.operations;
  const { width, headCount, keyHeadCount, headWidth } = options.shape;
  const rotate = createRotation(layers, options.shape);
  const attend =
    options.attention === 'fused'
      ? createFusedAttention(layers, options.shape)
      : createPlainAttention(layers, options.shape);
  return (input, layer) => {
    const part = `${trunk}.layers.${layer}.self_attn`;
    const project = (name: string, heads: number): string => {
      const product = layers.linear(input, `${part}.${name}`, { from: width, to: heads * headWidth });
      return apply('Unsqueeze', [product, int64s(0)]);
    };
    const attended = attend(
      {
        query: rotate(project('q_proj', headCount), headCount),
        key: rotate(project('k_proj', keyHeadCount), keyHeadCount),
        value: project('v_proj', keyHeadCount),
      },
      layer,
    );
    const rows = apply('Reshape', [attended, int64s(-1, headCount * headWidth)]);
    return layers.linear(rows, `${part}.o_proj`, { from: headCount * headWidth, to: width });
  };
}

/** Of the new tokens, [1, n, heads x head width]. */
interface AttentionInputs {
  readonly query: string;
  readonly key: string;
  readonly value: string;
}

/** To [1, n, query heads x head width]. */
type Attend = (inputs: AttentionInputs, layer: number) => string;

interface Counts {
  /** int64 scalars. */
  readonly past: string;
  readonly all: string;
}

function countTokens({ operations: { apply, int64 } }: CheckpointLayers): Counts {
  const lengthAt = (name: string, axis: number): string =>
    apply('Gather', [apply('Shape', [name]), int64(axis)]);
  const past = lengthAt(languageModelNames.pastKey(0), 2);
  return { past, all: apply('Add', [lengthAt(languageModelNames.embeds, 1), past]) };
}

/**
 * Turns the two halves of each head by the token's position. The angles' sines are a table: a graphics card's own are
 * inexact beyond a few turns.
 */
function createRotation(
  layers: CheckpointLayers,
  { headWidth }: LanguageModelShape,
): (values: string, heads: number) => string {
  const { apply, int64, int64s, floats } = layers.operations;
  const { past, all } = countTokens(layers);
  const half = headWidth / 2;
  const tables = rotaryTables(positionCount, { base: rotaryBase, half });
  const cosines = floats([positionCount, half], tables.cosines);
  const sines = floats([positionCount, half], tables.sines);
  const positions = apply('Unsqueeze', [apply('Range', [past, all, int64(1)]), int64s(0)]);
  return (values, heads) =>
    apply('RotaryEmbedding', [values, positions, cosines, sines], {
      domain: 'com.microsoft',
      attributes: { interleaved: 0n, num_heads: BigInt(heads) },
    });
}

/** `rope_theta` of CosyVoice-BlankEN/config.json. */
const rotaryBase = 1e6;
/** Tokens that one utterance may have, all that is read and spoken: nearly three minutes of speech. */
export const positionCount = 4096;

function createFusedAttention(
  layers: CheckpointLayers,
  { headCount, keyHeadCount }: LanguageModelShape,
): Attend {
  const { apply, int64s } = layers.operations;
  const { all } = countTokens(layers);
  const toInt32 = (name: string): string => apply('Cast', [name], { attributes: { to: 6n } });
  const lastIndex = toInt32(apply('Sub', [apply('Unsqueeze', [all, int64s(0)]), int64s(1)]));
  const count = toInt32(all);
  return ({ query, key, value }, layer) => {
    const { pastKey, pastValue } = languageModelNames;
    const attended = `attended_${layer}`;
    layers.addNode('GroupQueryAttention', {
      domain: 'com.microsoft',
      inputs: [query, key, value, pastKey(layer), pastValue(layer), lastIndex, count],
      outputs: [attended, languageModelNames.key(layer), languageModelNames.value(layer)],
      attributes: { num_heads: BigInt(headCount), kv_num_heads: BigInt(keyHeadCount) },
    });
    return attended;
  };
}

function createPlainAttention(
  layers: CheckpointLayers,
  { headCount, keyHeadCount, headWidth }: LanguageModelShape,
): Attend {
  const { operations } = layers;
  const { apply, int64, int64s, float } = operations;
  const groupSize = headCount / keyHeadCount;
  const { past, all } = countTokens(layers);
  const transpose = (values: string, ...perm: readonly bigint[]): string =>
    apply('Transpose', [values], { attributes: { perm } });
  const newIndexes = apply('Unsqueeze', [apply('Range', [past, all, int64(1)]), int64s(1)]);
  const allIndexes = apply('Unsqueeze', [apply('Range', [int64(0), all, int64(1)]), int64s(0)]);
  const isLater = apply('Greater', [allIndexes, newIndexes]);
  const unseen = apply('Where', [isLater, float(-1e9), float(0)]);
  const groupShape = apply(
    'Concat',
    [int64s(keyHeadCount, groupSize, -1), apply('Unsqueeze', [all, int64s(0)])],
    {
      attributes: { axis: 0n },
    },
  );
  /** All of them, [1, key heads, m, head width]. */
  const remember = (values: string, pastName: string, output: string): string => {
    const heads = transpose(
      apply('Reshape', [values, int64s(1, -1, keyHeadCount, headWidth)]),
      0n,
      2n,
      1n,
      3n,
    );
    return apply('Concat', [pastName, heads], { attributes: { axis: 2n }, output });
  };
  return ({ query, key, value }, layer) => {
    const { pastKey, pastValue } = languageModelNames;
    const keys = remember(key, pastKey(layer), languageModelNames.key(layer));
    const values = remember(value, pastValue(layer), languageModelNames.value(layer));
    const heads = transpose(
      apply('Reshape', [query, int64s(-1, keyHeadCount, groupSize, headWidth)]),
      1n,
      2n,
      0n,
      3n,
    );
    // The queries of a group one after the other: one product for all that share keys.
    const grouped = apply('Reshape', [heads, int64s(1, keyHeadCount, -1, headWidth)]);
    const scaled = apply('Mul', [grouped, float(headWidth ** -0.5)]);
    const scores = apply('Reshape', [apply('MatMul', [scaled, transpose(keys, 0n, 1n, 3n, 2n)]), groupShape]);
    const shares = apply('Softmax', [apply('Add', [scores, unseen])], { attributes: { axis: -1n } });
    const rows = apply('Reshape', [
      shares,
      apply('Concat', [int64s(1, keyHeadCount, -1), apply('Unsqueeze', [all, int64s(0)])], {
        attributes: { axis: 0n },
      }),
    ]);
    const mixed = apply('Reshape', [
      apply('MatMul', [rows, values]),
      int64s(keyHeadCount, groupSize, -1, headWidth),
    ]);
    return apply('Reshape', [transpose(mixed, 2n, 0n, 1n, 3n), int64s(1, -1, headCount * headWidth)]);
  };
}
