import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { createGraph, createModel, createNode } from '../../../../onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import type { Model, ValueInfo } from '../../../../onnx/onnxModel.ts';
import { createExternalTensor } from '../../../../onnx/tensorData.ts';

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

export interface CheckpointLayersOptions {
  /** The checkpoint's path from the folder of the graph's file. */
  readonly location: string;
  readonly graphName: string;
}

export function createCheckpointLayers(
  checkpoint: Checkpoint,
  { location, graphName }: CheckpointLayersOptions,
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
      const inputs = [input, weight(`${part}.weight`, [to, from])];
      if (checkpoint.has(`${part}.bias`)) inputs.push(weight(`${part}.bias`, [to]));
      return operations.apply('Gemm', inputs, {
        attributes: { transB: 1n },
        ...(output !== undefined && { output }),
      });
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

const operatorSets = { '': 20, 'com.microsoft': 1 } as const;
