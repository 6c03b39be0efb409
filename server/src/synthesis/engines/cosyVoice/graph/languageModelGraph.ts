import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import { createCheckpointLayers, type CheckpointLayers } from './checkpointLayers.ts';
import { trunk, type LanguageModelShape } from './languageModelShape.ts';

export const languageModelNames = {
  embeds: 'embeds',
  logits: 'logits',
  pastKey: (layer: number) => `past_key_${layer}`,
  pastValue: (layer: number) => `past_value_${layer}`,
  key: (layer: number) => `key_${layer}`,
  value: (layer: number) => `value_${layer}`,
} as const;

export interface LanguageModelGraphOptions {
  readonly shape: LanguageModelShape;
  /** The checkpoint's path from the folder of the graph's file. */
  readonly location: string;
}

/**
 * The step of the language model of CosyVoice 2 and 3 (Qwen2): the first tokens and each one that follows in one graph.
 * `embeds` [1, n, width] after p earlier ones, whose keys and values [1, key heads, p, head width] are fed (p may be 0),
 * to the `logits` [1, speech tokens] behind the last of them, and all keys and values.
 *
 * Source: transformers, models/qwen2/modeling_qwen2.py; CosyVoice, cosyvoice/llm/llm.py
 */
export function buildLanguageModel(
  checkpoint: Checkpoint,
  { shape, location }: LanguageModelGraphOptions,
): Model {
  const layers = createCheckpointLayers(checkpoint, { location, graphName: 'language model' });
  const { apply, int64s } = layers.operations;
  describe(layers, shape);
  const places = writePlaces(layers, shape);
  let hidden = apply('Reshape', [languageModelNames.embeds, int64s(-1, shape.width)]);
  for (let index = 0; index < shape.layerCount; index += 1) {
    const layer = `${trunk}.layers.${index}`;
    const attended = writeAttention(layers, normalize(layers, hidden, `${layer}.input_layernorm`), {
      shape,
      places,
      index,
    });
    const spoken = apply('Add', [hidden, attended]);
    const normal = normalize(layers, spoken, `${layer}.post_attention_layernorm`);
    hidden = apply('Add', [spoken, writeFeedForward(layers, normal, { shape, layer })]);
  }
  const last = apply('Slice', [hidden, int64s(-1), int64s(2 ** 31), int64s(0)]);
  layers.linear(normalize(layers, last, `${trunk}.norm`), 'llm_decoder', {
    from: shape.width,
    to: shape.speechTokenCount,
    output: languageModelNames.logits,
  });
  return layers.finish();
}

function describe(layers: CheckpointLayers, shape: LanguageModelShape): void {
  const { embeds, logits, pastKey, pastValue, key, value } = languageModelNames;
  const cache = (name: string, length: string): ReturnType<typeof createValueInfo> =>
    createValueInfo(name, 'float32', [1, shape.keyHeadCount, length, shape.headWidth]);
  layers.addInput(createValueInfo(embeds, 'float32', [1, 'new', shape.width]));
  layers.addOutput(createValueInfo(logits, 'float32', [1, shape.speechTokenCount]));
  for (let index = 0; index < shape.layerCount; index += 1) {
    for (const name of [pastKey, pastValue]) layers.addInput(cache(name(index), 'past'));
    for (const name of [key, value]) layers.addOutput(cache(name(index), 'all'));
  }
}

/** Where the new tokens are. */
interface Places {
  /** Cosines and sines of their angles, [n, head width / 2]. */
  readonly cosines: string;
  readonly sines: string;
  /** 0 to n - 1, [1, n]: their rows in these. */
  readonly rows: string;
  /** All tokens: one less, int32 [1], and as many, int32 []. */
  readonly lastIndex: string;
  readonly count: string;
}

function writePlaces({ operations }: CheckpointLayers, { headWidth }: LanguageModelShape): Places {
  const { apply, int64, int64s, floats } = operations;
  const lengthAt = (name: string, axis: number): string =>
    apply('Gather', [apply('Shape', [name]), int64(axis)]);
  const newCount = lengthAt(languageModelNames.embeds, 1);
  const pastCount = lengthAt(languageModelNames.pastKey(0), 2);
  const allCount = apply('Add', [newCount, pastCount]);
  const toInt32 = (name: string): string => apply('Cast', [name], { attributes: { to: 6n } });
  const positions = apply('Cast', [apply('Range', [pastCount, allCount, int64(1)])], {
    attributes: { to: 1n },
  });
  const half = headWidth / 2;
  const frequencies = Float32Array.from({ length: half }, (_, index) => rotaryBase ** (-index / half));
  const angles = apply('Mul', [apply('Unsqueeze', [positions, int64s(1)]), floats([1, half], frequencies)]);
  return {
    cosines: apply('Cos', [angles]),
    sines: apply('Sin', [angles]),
    rows: apply('Unsqueeze', [apply('Range', [int64(0), newCount, int64(1)]), int64s(0)]),
    lastIndex: toInt32(apply('Sub', [apply('Unsqueeze', [allCount, int64s(0)]), int64s(1)])),
    count: toInt32(allCount),
  };
}

/** `rope_theta` of CosyVoice-BlankEN/config.json. */
const rotaryBase = 1e6;

interface AttentionPart {
  readonly shape: LanguageModelShape;
  readonly places: Places;
  readonly index: number;
}

/** A token attends to itself and those before it; neighboring query heads share one of keys and values. */
function writeAttention(
  layers: CheckpointLayers,
  input: string,
  { shape, places, index }: AttentionPart,
): string {
  const { apply, int64s } = layers.operations;
  const { width, headCount, keyHeadCount, headWidth } = shape;
  const part = `${trunk}.layers.${index}.self_attn`;
  const project = (name: string, heads: number): string => {
    const product = layers.linear(input, `${part}.${name}`, { from: width, to: heads * headWidth });
    return apply('Unsqueeze', [product, int64s(0)]);
  };
  const rotate = (values: string, heads: number): string =>
    apply('RotaryEmbedding', [values, places.rows, places.cosines, places.sines], {
      domain: 'com.microsoft',
      attributes: { interleaved: 0n, num_heads: BigInt(heads) },
    });
  const attended = `attended_${index}`;
  layers.addNode('GroupQueryAttention', {
    domain: 'com.microsoft',
    inputs: [
      rotate(project('q_proj', headCount), headCount),
      rotate(project('k_proj', keyHeadCount), keyHeadCount),
      project('v_proj', keyHeadCount),
      languageModelNames.pastKey(index),
      languageModelNames.pastValue(index),
      places.lastIndex,
      places.count,
    ],
    outputs: [attended, languageModelNames.key(index), languageModelNames.value(index)],
    attributes: { num_heads: BigInt(headCount), kv_num_heads: BigInt(keyHeadCount) },
  });
  const rows = apply('Reshape', [attended, int64s(-1, headCount * headWidth)]);
  return layers.linear(rows, `${part}.o_proj`, { from: headCount * headWidth, to: width });
}

interface FeedForwardPart {
  readonly shape: LanguageModelShape;
  readonly layer: string;
}

/** W_down(SiLU(W_gate x) * W_up x). */
function writeFeedForward(
  layers: CheckpointLayers,
  input: string,
  { shape: { width, hiddenWidth }, layer }: FeedForwardPart,
): string {
  const { apply } = layers.operations;
  const gate = layers.linear(input, `${layer}.mlp.gate_proj`, { from: width, to: hiddenWidth });
  const up = layers.linear(input, `${layer}.mlp.up_proj`, { from: width, to: hiddenWidth });
  const opened = apply('Mul', [apply('Mul', [gate, apply('Sigmoid', [gate])]), up]);
  return layers.linear(opened, `${layer}.mlp.down_proj`, { from: hiddenWidth, to: width });
}

/** Divided by the root of the mean square, [n, width]. */
function normalize(layers: CheckpointLayers, input: string, part: string): string {
  const [width = 0] = layers.checkpoint.tensor(`${part}.weight`).dims;
  return layers.operations.apply(
    'SimplifiedLayerNormalization',
    [input, layers.weight(`${part}.weight`, [width])],
    {
      attributes: { axis: -1n, epsilon: 1e-6, stash_type: 1n },
    },
  );
}
