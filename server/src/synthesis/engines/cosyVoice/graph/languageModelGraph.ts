import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createValueInfo } from '../../../../onnx/graphBuilding.ts';
import type { Model } from '../../../../onnx/onnxModel.ts';
import { createCheckpointLayers, type CheckpointLayers, type WeightFiles } from './checkpointLayers.ts';
import { createAttention, type AttentionOptions } from './languageModelAttention.ts';
import { languageModelNames, trunk, type LanguageModelShape } from './languageModelShape.ts';

export interface LanguageModelGraphOptions extends AttentionOptions, WeightFiles {}

/**
 * The step of the language model of CosyVoice 2 and 3 (Qwen2): the first tokens and each one that follows in one graph.
 * `embeds` [1, n, width] after p earlier ones, whose keys and values [1, key heads, p, head width] are fed (p may be 0),
 * to the `logits` [1, speech tokens] behind the last of them, and all keys and values.
 *
 * Source: transformers, models/qwen2/modeling_qwen2.py; CosyVoice, cosyvoice/llm/llm.py
 */
export function buildLanguageModel(
  checkpoint: Checkpoint,
  { shape, attention, ...files }: LanguageModelGraphOptions,
): Model {
  const layers = createCheckpointLayers(checkpoint, { ...files, graphName: 'language model' });
  describe(layers, shape);
  writeStep(layers, { shape, attention });
  return layers.finish();
}

/** Reads `embeds` and the memory, and makes the logits and the new memory; inputs and outputs are the caller's. */
export function writeStep(layers: CheckpointLayers, { shape, attention }: AttentionOptions): void {
  const { apply, int64s } = layers.operations;
  const attend = createAttention(layers, { shape, attention });
  let hidden = apply('Reshape', [languageModelNames.embeds, int64s(-1, shape.width)]);
  for (let index = 0; index < shape.layerCount; index += 1) {
    const layer = `${trunk}.layers.${index}`;
    const attended = attend(normalize(layers, hidden, `${layer}.input_layernorm`), index);
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
}

/** The layers whose products may be computed in 8 bits: all of them. */
export function languageModelProducts({ layerCount }: LanguageModelShape): string[] {
  const parts = ['q_proj', 'k_proj', 'v_proj', 'o_proj'].map((part) => `self_attn.${part}`);
  const fed = ['gate_proj', 'up_proj', 'down_proj'].map((part) => `mlp.${part}`);
  const layers = Array.from({ length: layerCount }, (_, index) =>
    [...parts, ...fed].map((part) => `${trunk}.layers.${index}.${part}`),
  );
  return [...layers.flat(), 'llm_decoder'];
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
