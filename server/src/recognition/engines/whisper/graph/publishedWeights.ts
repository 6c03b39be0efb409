import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import { attributeOf } from '../../../../onnx/graphBuilding.ts';
import type { Graph, Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { elementTypeOf, tensorValues } from '../../../../onnx/tensorData.ts';

/** A matrix or kernel of 8 bits: value = (integer - zeroPoint) * scale. */
export interface QuantizedWeights {
  readonly values: Int8Array | Uint8Array;
  readonly dims: readonly number[];
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The weights of a published Whisper graph by the names that its parts have in PyTorch, such as `layers.0.fc1`. */
export interface PublishedWeights {
  /** Of a linear layer or a convolution. @throws OnnxFormatError where there are none */
  product(part: string): QuantizedWeights;
  /** The table of tokens, [V, width]. @throws OnnxFormatError where there is none */
  table(part: string): QuantizedWeights;
  /** Float32, such as a bias. @throws OnnxFormatError where there is none */
  vector(name: string): Tensor;
  hasVector(name: string): boolean;
  /** How many layers there are. */
  readonly layerCount: number;
}

/**
 * Finds the weights by the names that Optimum and the quantizer of ONNX Runtime leave in a graph: nodes as
 * `/layers.0/fc1/MatMul_quant`, their weights as `x_quantized` with `x_scale` and `x_zero_point`, everything else as
 * `layers.0.fc1.bias`. Where two decoders were made one, names end in `_merged_0`, and matrices that by chance had the same
 * number in both in `_merged_0` and `_merged_1`.
 */
export function readPublishedWeights(graph: Graph): PublishedWeights {
  const initializers = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  const nodes = allNodes(graph);
  const find = (name: string): Tensor => {
    const tensor = initializers.get(name);
    if (tensor !== undefined) return tensor;
    throw new OnnxFormatError(`The graph is none of Whisper: it has no ${name}.`);
  };
  const quantized = (name: string): QuantizedWeights => readQuantized(name, find);
  return {
    product(part) {
      const ending = `/${part.replace(/\.(?!\d)/gu, '/')}/`;
      const node = nodes.find(
        ({ opType, name }) => /Integer$/u.test(opType) && name.replace(/[^/]*$/u, '').endsWith(ending),
      );
      if (node === undefined)
        throw new OnnxFormatError(`The graph is none of Whisper in 8 bits: it has no product ${part}.`);
      return quantized((node.inputs[1] ?? '').replace(/_quantized$/u, ''));
    },
    table: (part) =>
      quantized(nameEnding(initializers.keys(), `${part}.weight_quantized`).replace(/_quantized$/u, '')),
    vector: (name) => find(nameEnding(initializers.keys(), name)),
    hasVector: (name) => [...initializers.keys()].some((key) => isEnding(key, name)),
    layerCount: countLayers(initializers.keys()),
  };
}

/** Those of nested graphs included. */
function allNodes(graph: Graph): Node[] {
  const nested = graph.nodes
    .filter(({ opType }) => opType === 'If')
    .flatMap((node) => ['else_branch', 'then_branch'].map((name) => attributeOf(node, name)?.graph));
  return [
    ...graph.nodes,
    ...nested.filter((inner) => inner !== undefined).flatMap((inner) => allNodes(inner)),
  ];
}

function readQuantized(name: string, find: (name: string) => Tensor): QuantizedWeights {
  const tensor = find(`${name}_quantized`);
  const zero = find(`${name}_zero_point`);
  const type = elementTypeOf(tensor);
  if (type !== 'int8' && type !== 'uint8')
    throw new OnnxFormatError(`The weights ${name} are ${type ?? 'of an unknown type'}, not of 8 bits.`);
  const scales = tensorValues(find(`${name}_scale`), 'float32');
  const zeroPoints = tensorValues(zero, type);
  if (scales.length !== 1 || zeroPoints.length !== 1)
    throw new OnnxFormatError(`The weights ${name} have ${scales.length} scales instead of one.`);
  return {
    values: tensorValues(tensor, type),
    dims: tensor.dims,
    scale: scales[0] ?? 1,
    zeroPoint: zeroPoints[0] ?? 0,
  };
}

function isEnding(key: string, name: string): boolean {
  const plain = key.replace(/_merged_\d+/u, '');
  return plain === name || plain.endsWith(`.${name}`);
}

function nameEnding(names: Iterable<string>, name: string): string {
  return [...names].find((key) => isEnding(key, name)) ?? name;
}

function countLayers(names: Iterable<string>): number {
  const indexes = [...names].map((name) => Number(/(?:^|\.)layers\.(\d+)\./u.exec(name)?.[1] ?? -1));
  return Math.max(-1, ...indexes) + 1;
}
