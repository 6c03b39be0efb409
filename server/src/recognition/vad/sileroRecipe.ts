import type { GraphRecipe } from '../../models/preparedGraph.ts';
import { createGraph, createModel, createValueInfo } from '../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../onnx/graphOperations.ts';
import { OnnxFormatError } from '../../onnx/onnxFormatError.ts';
import { readModel, writeModel, type Graph, type Tensor } from '../../onnx/onnxModel.ts';
import { tensorValues } from '../../onnx/tensorData.ts';

export const preparedSileroFile = 'silero.onnx';

/** Tensors of the prepared graph, of which n windows are given at once. */
export const sileroTensors = {
  /** float32 [n, 576]: windows that follow each other, each the last 64 samples before a frame and its 512. */
  windows: 'windows',
  /** float32 [2, 1, 128]: what is remembered. */
  state: 'state',
  /** float32 [n, 1, 1, 1]: the probability of speech in each window. */
  probabilities: 'probabilities',
  /** float32 [2, 1, 128] */
  nextState: 'next_state',
} as const;

/**
 * Makes Silero VAD 5 hear many windows in one call. The published graph takes one, for two sample rates, and works its
 * shapes out anew each time, which is most of what it does; and nine tenths of the rest depend on no other window. The
 * prepared one is written anew with the same weights for 16 kHz: the spectra and convolutions of all windows are
 * products of matrices, and only the recurrent layer goes from window to window. Probabilities differ by rounding.
 */
export const sileroRecipe: GraphRecipe = {
  id: 'silero-windows',
  version: 1,
  rewrite: (bytes) => ({ [preparedSileroFile]: rewrite(readModel(bytes).graph) }),
};

const hiddenSize = 128;
const windowSamples = 576;
/** The window's end is mirrored, so that the last spectrum is whole. */
const mirroredSamples = 64;
/** Four spectra of 256 samples, every 128. */
const spectrumCount = 4;
const hopSamples = 128;
const binCount = 129;

/** Of the convolutions over the spectra of a window, three wide with a zero at either end. */
const strides = [1, 2, 2, 1];

function rewrite(published: Graph | undefined): Uint8Array {
  const weight = createWeightReader(published);
  const graph = createGraph('silero');
  const { windows, state, probabilities, nextState } = sileroTensors;
  graph.inputs.push(
    createValueInfo(windows, 'float32', ['n', windowSamples]),
    createValueInfo(state, 'float32', [2, 1, hiddenSize]),
  );
  graph.outputs.push(
    createValueInfo(probabilities, 'float32', ['n', 1, 1, 1]),
    createValueInfo(nextState, 'float32', [2, 1, hiddenSize]),
  );
  const editor = new GraphEditor(graph);
  const operations = createOperations(editor, 'silero');
  const features = strides.reduce(
    ({ input, length }, stride, index) => {
      const layer = `encoder.${index}.reparam_conv`;
      const kernel = { weights: weight(`${layer}.weight`), bias: weight(`${layer}.bias`), stride };
      return { input: convolve(input, kernel, { operations, length }), length: Math.ceil(length / stride) };
    },
    { input: addSpectra(windows, weight('stft.forward_basis_buffer'), operations), length: spectrumCount },
  );
  const { apply } = operations;
  const heard = addRecurrence(features.input, weight, operations);
  const score = weight('decoder.decoder.2.weight');
  const scored = apply('MatMul', [apply('Relu', [heard]), operations.floats([hiddenSize, 1], score.values)]);
  const biased = apply('Add', [scored, operations.floats([1], weight('decoder.decoder.2.bias').values)]);
  apply('Sigmoid', [biased], { output: probabilities });
  return writeModel(createModel(editor.commit(), { '': 17 }));
}

interface Weights {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

type WeightReader = (name: string) => Weights;

/** Reads the weights for 16 kHz: those of the branch whose spectra are of 256 samples. */
function createWeightReader(published: Graph | undefined): WeightReader {
  const constants = (graph: Graph): Map<string, Tensor> =>
    new Map(
      graph.nodes
        .filter(({ opType }) => opType === 'Constant')
        .flatMap(({ outputs: [name = ''], attributes }) =>
          attributes.flatMap(({ tensor }) =>
            tensor === undefined ? [] : [[name.slice(name.lastIndexOf('__') + 2), tensor] as const],
          ),
        ),
    );
  const branches = (published?.nodes ?? [])
    .flatMap(({ attributes }) => attributes.flatMap(({ graph }) => graph ?? []))
    .map(constants);
  const branch = branches.find(
    (tensors) => tensors.get('stft.forward_basis_buffer')?.dims[0] === 2 * binCount,
  );
  return (name) => {
    const tensor = branch?.get(name);
    if (tensor === undefined) throw new OnnxFormatError(`Silero's graph has no ${name} for 16 kHz.`);
    return { dims: tensor.dims, values: tensorValues(tensor, 'float32') };
  };
}

/** @returns [n, 4, 129]: the magnitudes of the spectra of [n, 576] samples */
function addSpectra(windows: string, basis: Weights, { apply, int64s, floats }: GraphOperations): string {
  const mirrored = apply('Pad', [windows, int64s(0, 0, 0, mirroredSamples)], {
    attributes: { mode: 'reflect' },
  });
  const hops = apply('Reshape', [mirrored, int64s(-1, spectrumCount + 1, hopSamples)]);
  const from = (first: number): string =>
    apply('Slice', [hops, int64s(first), int64s(first + spectrumCount), int64s(1)]);
  const stretches = apply('Concat', [from(0), from(1)], { attributes: { axis: 2n } });
  const table = floats([2 * hopSamples, 2 * binCount], transpose(basis.values, 2 * binCount));
  const spectra = apply('MatMul', [stretches, table]);
  const squared = (first: number): string => {
    const part = apply('Slice', [spectra, int64s(first), int64s(first + binCount), int64s(2)]);
    return apply('Mul', [part, part]);
  };
  return apply('Sqrt', [apply('Add', [squared(0), squared(binCount)])]);
}

interface Kernel {
  /** [outputs, inputs, 3] */
  readonly weights: Weights;
  /** [outputs] */
  readonly bias: Weights;
  readonly stride: number;
}

/** @returns [n, ceil(length / stride), outputs]: a convolution of [n, length, inputs] and a rectifier */
function convolve(
  input: string,
  { weights, bias, stride }: Kernel,
  { operations, length }: { readonly operations: GraphOperations; readonly length: number },
): string {
  const { apply, int64s, floats } = operations;
  const [outputCount = 0, inputCount = 0, width = 0] = weights.dims;
  const padded = apply('Pad', [input, int64s(0, 1, 0, 0, 1, 0)]);
  const taps = Array.from({ length: width }, (_, tap) =>
    apply('Slice', [padded, int64s(tap), int64s(tap + length), int64s(1), int64s(stride)]),
  );
  const stretches = apply('Concat', taps, { attributes: { axis: 2n } });
  const rows = Float32Array.from({ length: width * inputCount * outputCount }, (_, index) => {
    const output = index % outputCount;
    const row = Math.floor(index / outputCount);
    const tap = Math.floor(row / inputCount);
    return weights.values[(output * inputCount + (row % inputCount)) * width + tap] ?? 0;
  });
  const products = apply('MatMul', [stretches, floats([width * inputCount, outputCount], rows)]);
  return apply('Relu', [apply('Add', [products, floats([outputCount], bias.values)])]);
}

/** @returns [n, 1, 1, 128] from [n, 1, 128]: windows are the steps of one sequence */
function addRecurrence(input: string, weight: WeightReader, operations: GraphOperations): string {
  const { apply, applyMany, floats } = operations;
  const { state, nextState } = sileroTensors;
  const gates = (name: string): Float32Array => reorderGates(weight(`decoder.rnn.${name}`).values);
  const matrix = (name: string): string => floats([1, 4 * hiddenSize, hiddenSize], gates(name));
  const biases = Float32Array.of(...gates('bias_ih'), ...gates('bias_hh'));
  const [hidden = '', cell = ''] = applyMany('Split', [state], { outputCount: 2, attributes: { axis: 0n } });
  const [steps = '', lastHidden = '', lastCell = ''] = applyMany(
    'LSTM',
    [input, matrix('weight_ih'), matrix('weight_hh'), floats([1, 8 * hiddenSize], biases), '', hidden, cell],
    { outputCount: 3, attributes: { hidden_size: BigInt(hiddenSize) } },
  );
  apply('Concat', [lastHidden, lastCell], { output: nextState, attributes: { axis: 0n } });
  return steps;
}

/** PyTorch's order of the four gates, i f g o, to that of ONNX, i o f g; rows of any length. */
function reorderGates(values: Float32Array): Float32Array {
  const size = values.length / 4;
  const gate = (index: number): Float32Array => values.subarray(index * size, (index + 1) * size);
  const ordered = new Float32Array(values.length);
  [0, 3, 1, 2].forEach((from, to) => {
    ordered.set(gate(from), to * size);
  });
  return ordered;
}

/** Row-major [rowCount, columns] to [columns, rowCount]. */
function transpose(values: Float32Array, rowCount: number): Float32Array {
  const columnCount = values.length / rowCount;
  return Float32Array.from(
    values,
    (_, index) => values[(index % rowCount) * columnCount + Math.floor(index / rowCount)] ?? 0,
  );
}
