import { GraphEditor } from '../../../onnx/graphEditor.ts';
import { createValueInfo } from '../../../onnx/graphBuilding.ts';
import { OnnxFormatError } from '../../../onnx/onnxFormatError.ts';
import { readModel, writeModel, type Graph } from '../../../onnx/onnxModel.ts';
import { extractSubgraph, type SubgraphBoundary } from '../../../onnx/subgraph.ts';
import { fuseAdaptiveNorms } from './graph/adaptiveNorms.ts';
import { layOutFramesFirst } from './graph/framesFirst.ts';
import { computeInFloat } from './graph/floatProducts.ts';
import { convolveInFloat, convolveInIntegers } from './graph/integerConvolutions.ts';
import { shortenSnakes } from './graph/snakes.ts';
import { convolveSourceSpectrum, shortenSourcePhases } from './graph/sourceSignal.ts';
import { multiplyTransposedConvolutions } from './graph/transposedConvolutions.ts';

/**
 * Turns the published Kokoro-82M graph (opset 20, dynamically quantized to 8 bits) into three graphs, so that
 * the caller rounds the durations and shapes pitch and energy between them:
 *
 * 1. `duration.onnx`: phonemes and style to durations, with the features the others need;
 * 2. `contour.onnx`: features and whole durations to the pitch and energy contours;
 * 3. `decoder.onnx`: features, durations and contours to sound.
 *
 * Run one after the other on the rounded durations and the unchanged contours they compute what the published
 * graph computes. None of them holds a random operator: the published graph leaves out the noise that the
 * original network adds to its source, so the same inputs give the same samples.
 */
export const kokoroGraphRecipe: KokoroGraphRecipe = {
  id: 'kokoro-integer',
  version: 3,
  rewrite: (bytes) => rewriteKokoroGraph(bytes, multiplyConvolutions),
};

/**
 * The same for GPUs: the decoder, which takes nine tenths of the time, computes in floats alone and is three times
 * as large. The two small graphs stay as they are and belong on the CPU, so that durations and contours are the
 * same on every provider; in floats they differ by up to 75 ms a sentence and drift out of phase.
 */
export const kokoroFloatGraphRecipe: KokoroGraphRecipe = {
  id: 'kokoro-float',
  version: 2,
  rewrite: (bytes) => rewriteKokoroGraph(bytes, computeEverythingInFloat),
};

export interface KokoroGraphRecipe {
  readonly id: string;
  readonly version: number;
  /**
   * @param bytes the published graph
   * @returns the three graphs by file name
   * @throws OnnxFormatError when the bytes are not the published graph
   */
  rewrite(bytes: Uint8Array): Record<KokoroGraphFile, Uint8Array>;
}

/** What the decoder computes in: integer products are fastest on a processor; a GPU runs float only. */
export type KokoroArithmetic = 'integer' | 'float';

export type KokoroGraphFile = keyof typeof kokoroGraphTensors;

/**
 * The tensors of the three graphs; n is the number of phoneme ids with the two boundary zeros, T the sum of
 * the repeats. One unit of T is 25 ms of sound: 600 samples at 24 kHz, two contour values.
 */
export const kokoroGraphTensors = {
  'duration.onnx': {
    /** int64 [1, n]: 0, phoneme ids, 0; n <= 512. */
    inputIds: 'input_ids',
    /** float32 [1, 256]: the row of the voice for the number of phonemes. */
    style: 'style',
    /** float32 [1, n]: durations before rounding, in units of 25 ms; the published graph takes max(1, round half to even). */
    durations: 'durations',
    /** float32 [1, n, 640]: for `contour.onnx`. */
    prosodyFeatures: 'prosody_features',
    /** float32 [1, 512, n]: for `decoder.onnx`. */
    textFeatures: 'text_features',
  },
  'contour.onnx': {
    prosodyFeatures: 'prosody_features',
    /** int64 [1, n]: whole durations in units of 25 ms, each at least 0, their sum at least 1. */
    repeats: 'repeats',
    style: 'style',
    /** float32 [1, 2T]: fundamental frequency in Hz; at most 10 is unvoiced. */
    f0: 'f0',
    /** float32 [1, 2T]: the model's energy, in its own additive unit. */
    energy: 'energy',
  },
  'decoder.onnx': {
    textFeatures: 'text_features',
    repeats: 'repeats',
    f0: 'f0',
    energy: 'energy',
    style: 'style',
    /** float32 [1, 600T]: sound at 24 kHz in about [-1, 1], not limited. */
    waveform: 'waveform',
  },
} as const;

function rewriteKokoroGraph(
  bytes: Uint8Array,
  decoderPrecision: (editor: GraphEditor) => void,
): Record<KokoroGraphFile, Uint8Array> {
  const model = readModel(bytes);
  if (model.graph === undefined) throw new OnnxFormatError('The model holds no graph.');
  const graph = model.graph;
  nameBorderTensors(graph);
  const write = (boundary: SubgraphBoundary, choosePrecision: (editor: GraphEditor) => void): Uint8Array => {
    const editor = new GraphEditor(extractSubgraph(graph, boundary));
    shortenGraph(editor);
    choosePrecision(editor);
    editor.removeDead();
    return writeModel({ ...model, graph: editor.commit(), producerName: 'aloud' });
  };
  return {
    'duration.onnx': write(duration, multiplyConvolutions),
    'contour.onnx': write(contour, multiplyConvolutions),
    'decoder.onnx': write(decoder, decoderPrecision),
  };
}

/** What computes the same with fewer passes over the signal. */
function shortenGraph(editor: GraphEditor): void {
  fuseAdaptiveNorms(editor);
  shortenSnakes(editor);
  multiplyTransposedConvolutions(editor);
  shortenSourcePhases(editor);
  convolveSourceSpectrum(editor);
  editor.removeDead();
}

function multiplyConvolutions(editor: GraphEditor): void {
  convolveInIntegers(editor);
  editor.removeDead();
  convolveInFloat(editor);
  editor.sort();
  layOutFramesFirst(editor);
}

function computeEverythingInFloat(editor: GraphEditor): void {
  convolveInFloat(editor);
  computeInFloat(editor);
}

const inputIds = createValueInfo('input_ids', 'int64', [1, 'phonemes']);
const style = createValueInfo('style', 'float32', [1, 256]);
const repeats = createValueInfo('repeats', 'int64', [1, 'phonemes']);
const prosodyFeatures = createValueInfo('prosody_features', 'float32', [1, 'phonemes', 640]);
const textFeatures = createValueInfo('text_features', 'float32', [1, 512, 'phonemes']);
const f0 = createValueInfo('f0', 'float32', [1, 'contour']);
const energy = createValueInfo('energy', 'float32', [1, 'contour']);

const duration: SubgraphBoundary = {
  name: 'duration',
  inputs: [inputIds, style],
  outputs: [createValueInfo('durations', 'float32', [1, 'phonemes']), prosodyFeatures, textFeatures],
};
const contour: SubgraphBoundary = {
  name: 'contour',
  inputs: [prosodyFeatures, repeats, style],
  outputs: [f0, energy],
};
const decoder: SubgraphBoundary = {
  name: 'decoder',
  inputs: [textFeatures, repeats, f0, energy, style],
  outputs: [createValueInfo('waveform', 'float32', [1, 'samples'])],
};

/** The published graph's tensors at the borders of the three graphs, by the names they get there. */
const borderTensors = {
  durations: '/encoder/predictor/ReduceSum_output_0',
  prosody_features: '/encoder/predictor/text_encoder/Concat_4_output_0',
  text_features: '/encoder/text_encoder/Transpose_2_output_0',
  repeats: '/encoder/Cast_output_0',
  f0: '/encoder/Reshape_output_0',
  energy: '/encoder/Reshape_1_output_0',
} as const;

function nameBorderTensors(graph: Graph): void {
  const names = new Map<string, string>(Object.entries(borderTensors).map(([to, from]) => [from, to]));
  for (const from of names.keys()) {
    if (!graph.nodes.some((node) => node.outputs.includes(from))) {
      throw new OnnxFormatError(`This is not the published Kokoro graph: the tensor ${from} is missing.`);
    }
  }
  const rename = (name: string): string => names.get(name) ?? name;
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map(rename);
    node.outputs = node.outputs.map(rename);
  }
}
