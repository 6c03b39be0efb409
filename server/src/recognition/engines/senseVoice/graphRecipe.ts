import { SpeechError } from '../../../../../protocol/errors.ts';
import type { GraphRecipe } from '../../../models/preparedGraph.ts';
import { multiplyInFloat } from '../../../onnx/floatProducts.ts';
import { createNode, createValueInfo } from '../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../onnx/graphEditor.ts';
import { OnnxFormatError } from '../../../onnx/onnxFormatError.ts';
import { readModel, writeModel, type Graph, type Model, type Tensor } from '../../../onnx/onnxModel.ts';
import { createTensor, elementTypeOf, tensorValues } from '../../../onnx/tensorData.ts';
import { headFrameCount } from './ctcDecoding.ts';
import { tellLayout } from './senseVoiceLayout.ts';

/** What the recipe makes. */
export const preparedFiles = {
  graph: 'model.onnx',
  /** A `PreparedDescription`. */
  description: 'model.json',
} as const;

/** What the graph said about itself, without its weights. */
export interface PreparedDescription {
  readonly inputNames: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a prepared graph gives besides the logits; F = T + 4 frames, V pieces. */
export const decisionOutputs = {
  /** int64 [n, F]: the likeliest piece. */
  ids: 'piece_ids',
  /** float32 [n, F]: its logit. */
  maxima: 'piece_logits',
  /** float32 [n, F]: log Σ exp of all logits. */
  logSums: 'log_sums',
  /** float32 [n, 4, V]: the logits of the head. */
  head: 'head_logits',
} as const;

export type SenseVoiceWeights = 'signed' | 'asPublished' | 'float';

/**
 * Lets SenseVoice's published graph decide its frames itself, so that 50 MB of logits for half a minute need not be
 * handed over, and turns the weights of its integer products from unsigned to signed, which processors with VNNI
 * multiply two and a half times as fast. (a - za)(b - zb) stays the same where 128 is taken from both: every product
 * is bit by bit what it was.
 *
 * @param weights  `asPublished` where the processor does not multiply signed weights exactly, `float` for a graphics
 *                 card
 */
export function senseVoiceRecipe(weights: SenseVoiceWeights): GraphRecipe {
  return {
    id: `sensevoice-${recipeNames[weights]}`,
    version: 1,
    rewrite: (bytes) => rewrite(bytes, weights),
  };
}

const recipeNames: Readonly<Record<SenseVoiceWeights, string>> = {
  signed: 'signed',
  asPublished: 'published',
  float: 'float',
};

function rewrite(bytes: Uint8Array, weights: SenseVoiceWeights): Record<string, Uint8Array> {
  const model = readPublished(bytes);
  const { graph } = model;
  const constants = new Set(graph.initializers.map(({ name }) => name));
  const inputNames = graph.inputs.map(({ name }) => name).filter((name) => !constants.has(name));
  const metadata = Object.fromEntries(model.metadata.map(({ key, value }) => [key, value]));
  const outputNames = graph.outputs.map(({ name }) => name);
  const { logits } = tellLayout({ inputNames, outputNames, metadata });
  const editor = new GraphEditor(graph);
  if (weights === 'signed') signWeights(editor);
  if (weights === 'float') multiplyInFloat(editor);
  addDecisions(editor, logits);
  editor.removeDead();
  const description: PreparedDescription = { inputNames, metadata };
  return {
    [preparedFiles.graph]: writeModel({ ...model, graph: editor.commit() }),
    [preparedFiles.description]: new TextEncoder().encode(JSON.stringify(description)),
  };
}

function readPublished(bytes: Uint8Array): Model & { readonly graph: Graph } {
  try {
    const model = readModel(bytes);
    const { graph } = model;
    if (graph !== undefined) return { ...model, graph };
  } catch (error) {
    if (!(error instanceof OnnxFormatError)) throw error;
  }
  throw new SpeechError('modelCorrupt', {
    message: 'The file of the SenseVoice model is no ONNX graph, or broken.',
    hint: 'Pull the model again.',
  });
}

/** Weights and their zero points: inputs 1 and 3 of every integer product. */
function signWeights(editor: GraphEditor): void {
  const names = new Set(
    editor
      .nodesOfType('MatMulInteger')
      .flatMap(({ inputs: [, weights, , zeroPoint] }) => [weights, zeroPoint]),
  );
  for (const name of names) {
    const tensor = name === undefined ? undefined : editor.initializer(name);
    if (tensor !== undefined && elementTypeOf(tensor) === 'uint8') editor.setInitializer(toSigned(tensor));
  }
}

function toSigned(tensor: Tensor): Tensor {
  const values = Int8Array.from(tensorValues(tensor, 'uint8'), (value) => value - 128);
  return createTensor(tensor.name, 'int8', { dims: tensor.dims, values });
}

function addDecisions(editor: GraphEditor, logits: string): void {
  const { ids, maxima, logSums, head } = decisionOutputs;
  const add = (name: string, values: readonly bigint[]): string => {
    const constant = editor.freshName(`${head}/${name}`);
    editor.setInitializer(
      createTensor(constant, 'int64', { dims: [values.length], values: BigInt64Array.from(values) }),
    );
    return constant;
  };
  const overPieces = { axes: [2n], keepdims: 0n };
  const nodes = [
    createNode('ArgMax', { inputs: [logits], outputs: [ids], attributes: { axis: 2n, keepdims: 0n } }),
    createNode('ReduceMax', { inputs: [logits], outputs: [maxima], attributes: overPieces }),
    createNode('ReduceLogSumExp', { inputs: [logits], outputs: [logSums], attributes: overPieces }),
    createNode('Slice', {
      inputs: [logits, add('starts', [0n]), add('ends', [BigInt(headFrameCount)]), add('axes', [1n])],
      outputs: [head],
    }),
  ];
  for (const node of nodes) editor.addNode(node);
  editor.graph.outputs.push(
    createValueInfo(ids, 'int64', ['n', 'frames']),
    createValueInfo(maxima, 'float32', ['n', 'frames']),
    createValueInfo(logSums, 'float32', ['n', 'frames']),
    createValueInfo(head, 'float32', ['n', headFrameCount, 'pieces']),
  );
}
