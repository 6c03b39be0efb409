import { createGraph, createModel, createValueInfo } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Graph, Model } from '../../../../onnx/onnxModel.ts';
import { createLayerWriter, operatorSets, type LayerOptions } from './layers.ts';
import { readPublishedWeights } from './publishedWeights.ts';

export const encoderInput = 'input_features';
export const encoderOutput = 'last_hidden_state';

/**
 * Whisper's encoder, written anew with the published weights: float32 [1, mels, 2 T] of a window of any length up to
 * 30 s to [1, T, width]. The published graph takes 30 s only and hands out all attention, 70 MB a layer that nobody
 * reads. Its products are the same here, its convolutions are in floats.
 */
export function buildEncoder(published: Graph, options: LayerOptions): Model {
  const weights = readPublishedWeights(published);
  const [width = 0, melCount = 0] = weights.product('conv1').dims;
  const graph = createGraph('whisper encoder');
  graph.inputs.push(createValueInfo(encoderInput, 'float32', [1, melCount, 'frames']));
  graph.outputs.push(createValueInfo(encoderOutput, 'float32', [1, 'positions', width]));
  const editor = new GraphEditor(graph);
  const writer = createLayerWriter(editor, weights, options);
  const { apply, int64s } = writer.operations;

  const convolved = writer.convolution(writer.convolution(encoderInput, 'conv1', 1), 'conv2', 2);
  const frames = apply('Transpose', [convolved], { attributes: { perm: [0n, 2n, 1n] } });
  const length = apply('Slice', [apply('Shape', [frames]), int64s(1), int64s(2)]);
  const positions = apply('Slice', [writer.vector('embed_positions.weight'), int64s(0), length, int64s(0)]);
  let hidden = apply('Add', [frames, positions]);
  for (let index = 0; index < weights.layerCount; index += 1) {
    const layer = `layers.${index}`;
    const normal = writer.layerNorm(hidden, `${layer}.self_attn_layer_norm`);
    const parts = ['q_proj', 'k_proj', 'v_proj'].map((part) => `${layer}.self_attn.${part}`);
    const attended = writer.attention(writer.linear(normal, ...parts));
    const [output = ''] = writer.linear(attended, `${layer}.self_attn.out_proj`);
    hidden = writer.feedForward(apply('Add', [hidden, output]), layer);
  }
  writer.layerNorm(hidden, 'layer_norm', encoderOutput);
  return createModel(editor.commit(), operatorSets);
}
