import { createGraph, createModel, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Graph, Model } from '../../../../onnx/onnxModel.ts';
import { encoderOutput } from './encoderGraph.ts';
import { createLayerWriter, operatorSets, type LayerOptions, type LayerWriter } from './layers.ts';
import { readPublishedWeights, type PublishedWeights } from './publishedWeights.ts';
import { writeTokenTable, type TokenTable } from './tokenTable.ts';

export const decoderNames = {
  ids: 'input_ids',
  logits: 'logits',
  selfKey: (layer: number) => `self_key_${layer}`,
  selfValue: (layer: number) => `self_value_${layer}`,
  nextSelfKey: (layer: number) => `next_self_key_${layer}`,
  nextSelfValue: (layer: number) => `next_self_value_${layer}`,
  crossKey: (layer: number) => `cross_key_${layer}`,
  crossValue: (layer: number) => `cross_value_${layer}`,
} as const;

/**
 * What every step of the decoder reads of the sound, computed once: [1, T, width] to the keys and values of each layer,
 * [1, heads, T, width / heads].
 */
export function buildCrossAttention(published: Graph, options: LayerOptions): Model {
  const weights = readPublishedWeights(published);
  const [, width = 0] = weights.table('embed_tokens').dims;
  const headWidth = width / options.headCount;
  const graph = createGraph('whisper cross attention');
  graph.inputs.push(createValueInfo(encoderOutput, 'float32', [1, 'positions', width]));
  const editor = new GraphEditor(graph);
  const writer = createLayerWriter(editor, weights, options);
  const { apply, int64s } = writer.operations;
  const parts = layersOf(weights).flatMap((layer) =>
    ['k_proj', 'v_proj'].map((part) => `layers.${layer}.encoder_attn.${part}`),
  );
  writer.linear(encoderOutput, ...parts).forEach((product, index) => {
    const layer = index >> 1;
    const output = index % 2 === 0 ? decoderNames.crossKey(layer) : decoderNames.crossValue(layer);
    const heads = apply('Reshape', [product, int64s(0, 0, options.headCount, headWidth)]);
    apply('Transpose', [heads], { attributes: { perm: [0n, 2n, 1n, 3n] }, output });
    graph.outputs.push(createValueInfo(output, 'float32', [1, options.headCount, 'positions', headWidth]));
  });
  return createModel(editor.commit(), operatorSets);
}

/**
 * Whisper's decoder, written anew with the published weights: one graph for the first tokens and for each one that
 * follows. int64 [1, n] after p earlier tokens, whose keys and values are fed, to the logits [1, V] behind the last of
 * them. The published graph chooses between two decoders at every step, and makes 100 MB of floats of its table of
 * tokens each time.
 */
export function buildDecoder(published: Graph, options: LayerOptions): Model {
  const weights = readPublishedWeights(published);
  const graph = createGraph('whisper decoder');
  const editor = new GraphEditor(graph);
  const writer = createLayerWriter(editor, weights, options);
  const { operations } = writer;
  const { apply, int64s } = operations;
  const isFloat = options.arithmetic === 'float';
  const table = writeTokenTable(weights.table('embed_tokens'), { editor, operations, isFloat });
  describe(graph, weights, { headCount: options.headCount, table });

  let hidden = writeEmbedding(writer, table);
  for (const layer of layersOf(weights)) hidden = writeDecoderLayer(writer, hidden, layer);
  const last = apply('Slice', [hidden, int64s(-1), int64s(2 ** 31), int64s(1)]);
  table.score(apply('Squeeze', [writer.layerNorm(last, 'layer_norm'), int64s(1)]), decoderNames.logits);
  return createModel(editor.commit(), operatorSets);
}

/** Inputs and outputs. */
function describe(
  graph: Graph,
  weights: PublishedWeights,
  { headCount, table }: { readonly headCount: number; readonly table: TokenTable },
): void {
  const { ids, logits, selfKey, selfValue, nextSelfKey, nextSelfValue, crossKey, crossValue } = decoderNames;
  const tensor = (name: string, length: string): ReturnType<typeof createValueInfo> =>
    createValueInfo(name, 'float32', [1, headCount, length, table.width / headCount]);
  graph.inputs.push(createValueInfo(ids, 'int64', [1, 'new']));
  graph.outputs.push(createValueInfo(logits, 'float32', [1, table.tokenCount]));
  for (const layer of layersOf(weights)) {
    for (const name of [selfKey, selfValue]) graph.inputs.push(tensor(name(layer), 'past'));
    for (const name of [crossKey, crossValue]) graph.inputs.push(tensor(name(layer), 'positions'));
    for (const name of [nextSelfKey, nextSelfValue]) graph.outputs.push(tensor(name(layer), 'all'));
  }
}

/** The rows of the tokens and of their positions. */
function writeEmbedding(writer: LayerWriter, table: TokenTable): string {
  const { apply, int64s } = writer.operations;
  const ids = apply('Squeeze', [decoderNames.ids, int64s(0)]);
  const pastCount = apply('Slice', [apply('Shape', [decoderNames.selfKey(0)]), int64s(2), int64s(3)]);
  const end = apply('Add', [pastCount, apply('Shape', [ids])]);
  const positions = writer.vector('embed_positions.weight');
  const places = apply('Slice', [positions, pastCount, end, int64s(0)]);
  return apply('Unsqueeze', [apply('Add', [table.embed(ids), places]), int64s(0)]);
}

function writeDecoderLayer(writer: LayerWriter, input: string, index: number): string {
  const { apply } = writer.operations;
  const layer = `layers.${index}`;
  const selfParts = ['q_proj', 'k_proj', 'v_proj'].map((part) => `${layer}.self_attn.${part}`);
  const own = writer.linear(writer.layerNorm(input, `${layer}.self_attn_layer_norm`), ...selfParts);
  const selfAttended = writer.attention(own, {
    past: [decoderNames.selfKey(index), decoderNames.selfValue(index)],
    outputs: [decoderNames.nextSelfKey(index), decoderNames.nextSelfValue(index)],
  });
  const [selfOutput = ''] = writer.linear(selfAttended, `${layer}.self_attn.out_proj`);
  const spoken = apply('Add', [input, selfOutput]);
  const [query = ''] = writer.linear(
    writer.layerNorm(spoken, `${layer}.encoder_attn_layer_norm`),
    `${layer}.encoder_attn.q_proj`,
  );
  const crossAttended = writer.attention([
    query,
    decoderNames.crossKey(index),
    decoderNames.crossValue(index),
  ]);
  const [crossOutput = ''] = writer.linear(crossAttended, `${layer}.encoder_attn.out_proj`);
  return writer.feedForward(apply('Add', [spoken, crossOutput]), layer);
}

function layersOf({ layerCount }: PublishedWeights): number[] {
  return Array.from({ length: layerCount }, (_, layer) => layer);
}
