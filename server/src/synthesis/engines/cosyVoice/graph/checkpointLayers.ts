import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createGraph, createModel, createNode } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import { elementTypes, type Model, type ValueInfo } from '../../../../onnx/onnxModel.ts';
import { createExternalTensor } from '../../../../onnx/tensorData.ts';
import { blockSize, type QuantizedFile, type QuantizedKind, type QuantizedPlace } from './quantizedFile.ts';

/**
 * Writes the layers of a graph whose weights stay in the checkpoint: its constants name places in that file, which
 * must lie beside the graph's. All is float32; weights of 16 bits are widened when the graph is loaded.
 */
export interface CheckpointLayers {
  readonly checkpoint: Checkpoint;
  readonly operations: GraphOperations;
  /** Adds a node of several named outputs; an input named '' is left out. */
  readonly addNode: (...node: Parameters<typeof createNode>) => void;
  /** @throws SpeechError modelIncompatible when the checkpoint has no floats of that name and those dims */
  readonly weight: (name: string, dims: readonly number[]) => string;
  /** x W^T + b: [n, from] to [n, to], with `part.weight` [to, from] and, where it is there, `part.bias` [to]. */
  readonly linear: (input: string, part: string, dims: LinearDims) => string;
  /** Inputs and outputs must be added to the graph before the nodes that read them. */
  readonly addInput: (value: ValueInfo) => void;
  readonly addOutput: (value: ValueInfo) => void;
  /** Call it once, last. */
  readonly finish: () => Model;
}

/**
 * How a graph attends. `fused`: with one operator of ONNX Runtime, which is faster; `plain`: with products and a softmax.
 * The WebGPU provider is wrong in the fused ones from 32 new tokens on, on SwiftShader at least.
 */
export type Attention = 'fused' | 'plain';

export interface LinearDims {
  readonly from: number;
  readonly to: number;
  readonly output?: string;
}

/** Where a graph finds its weights. */
export interface WeightFiles {
  /** The checkpoint's path from the folder of the graph's file. */
  readonly location: string;
  /** Products that are computed in fewer bits. */
  readonly quantized?: QuantizedFile & { readonly location: string };
}

export interface CheckpointLayersOptions extends WeightFiles {
  readonly graphName: string;
}

export function createCheckpointLayers(
  checkpoint: Checkpoint,
  { location, quantized, graphName }: CheckpointLayersOptions,
): CheckpointLayers {
  const graph = createGraph(graphName);
  const editor = new GraphEditor(graph);
  const operations = createOperations(editor, graphName);
  const widened = new Map<string, string>();
  const weight = (name: string, dims: readonly number[]): string => {
    const { type, byteOffset, byteLength } = checkpoint.floatTensor(name, dims);
    const known = widened.get(name);
    if (known !== undefined) return known;
    editor.setInitializer(
      createExternalTensor(name, type, { dims, place: { location, byteOffset, byteLength } }),
    );
    const value = type === 'float32' ? name : operations.apply('Cast', [name], { attributes: { to: 1n } });
    widened.set(name, value);
    return value;
  };
  return {
    checkpoint,
    operations,
    weight,
    addNode(opType, description) {
      editor.addNode(createNode(opType, description));
    },
    linear(input, part, { from, to, output }) {
      const options = output === undefined ? {} : { output };
      const bias = checkpoint.has(`${part}.bias`) ? [weight(`${part}.bias`, [to])] : [];
      const place = quantized?.products.get(part);
      if (quantized === undefined || place === undefined) {
        const inputs = [input, weight(`${part}.weight`, [to, from]), ...bias];
        return operations.apply('Gemm', inputs, { attributes: { transB: 1n }, ...options });
      }
      const writer = { editor, operations, location: quantized.location };
      return multiply[quantized.kind](writer, { input, part, place, bias, options });
    },
    addInput(value) {
      graph.inputs.push(value);
    },
    addOutput(value) {
      graph.outputs.push(value);
    },
    finish: () => createModel(editor.commit(), operatorSets),
  };
}

interface QuantizedWriter {
  readonly editor: GraphEditor;
  readonly operations: GraphOperations;
  readonly location: string;
}

interface QuantizedProduct {
  readonly input: string;
  readonly part: string;
  readonly place: QuantizedPlace;
  /** One name or none. */
  readonly bias: readonly string[];
  readonly options: { readonly output?: string };
}

function multiplyBlocks(
  { editor, operations, location }: QuantizedWriter,
  product: QuantizedProduct,
): string {
  const { input, part, place, bias, options } = product;
  const { from, to, levels, scales } = place;
  const dims = [to, from / blockSize, blockSize];
  const inputs = [input, `${part}/levels`, `${part}/scales`];
  editor.setInitializer(
    createExternalTensor(`${part}/levels`, 'uint8', { dims, place: { location, ...levels } }),
  );
  editor.setInitializer(
    createExternalTensor(`${part}/scales`, 'float32', {
      dims: [scales.byteLength / 4],
      place: { location, ...scales },
    }),
  );
  return operations.apply('MatMulNBits', bias.length === 0 ? inputs : [...inputs, '', '', ...bias], {
    domain: 'com.microsoft',
    attributes: {
      K: BigInt(from),
      N: BigInt(to),
      bits: 8n,
      block_size: BigInt(blockSize),
      accuracy_level: roundedActivations,
    },
    ...options,
  });
}

/** Of `accuracy_level`: the input is rounded to 8 bits too. */
const roundedActivations = 4n;

function multiplyOutputs(
  { editor, operations, location }: QuantizedWriter,
  product: QuantizedProduct,
): string {
  const { input, part, place, bias, options } = product;
  const { from, to, levels, scales } = place;
  editor.setInitializer(
    createExternalTensor(`${part}/levels`, 'int8', { dims: [from, to], place: { location, ...levels } }),
  );
  editor.setInitializer(
    createExternalTensor(`${part}/scales`, 'float32', { dims: [to], place: { location, ...scales } }),
  );
  return operations.apply('DynamicQuantizeMatMul', [input, `${part}/levels`, `${part}/scales`, '', ...bias], {
    domain: 'com.microsoft',
    ...options,
  });
}

/** What a product gives is widened at once: only products are in 16 bits, and what they are of. */
function multiplyHalves(
  { editor, operations, location }: QuantizedWriter,
  product: QuantizedProduct,
): string {
  const { input, part, place, bias, options } = product;
  const { from, to, levels } = place;
  editor.setInitializer(
    createExternalTensor(`${part}/halves`, 'float16', { dims: [to, from], place: { location, ...levels } }),
  );
  const narrow = operations.apply('Cast', [input], { attributes: { to: BigInt(elementTypes.float16) } });
  const sums = operations.apply('Gemm', [narrow, `${part}/halves`], { attributes: { transB: 1n } });
  const [addend] = bias;
  const toFloat = { attributes: { to: BigInt(elementTypes.float32) } };
  if (addend === undefined) return operations.apply('Cast', [sums], { ...toFloat, ...options });
  return operations.apply('Add', [operations.apply('Cast', [sums], toFloat), addend], options);
}

const multiply: Readonly<
  Record<QuantizedKind, (writer: QuantizedWriter, product: QuantizedProduct) => string>
> = {
  blocks: multiplyBlocks,
  outputs: multiplyOutputs,
  narrowOutputs: multiplyOutputs,
  halves: multiplyHalves,
};

export const operatorSets = { '': 20, 'com.microsoft': 1 } as const;
