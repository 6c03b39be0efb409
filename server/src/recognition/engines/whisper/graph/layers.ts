import { createNode } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../onnx/graphOperations.ts';
import { createTensor } from '../../../../onnx/tensorData.ts';
import type { PublishedWeights, QuantizedWeights } from './publishedWeights.ts';

export interface LayerOptions {
  /**
   * How products are computed: with the published integers; with signed ones, where the processor multiplies them
   * exactly; or in floats, which a GPU wants.
   */
  readonly arithmetic: 'published' | 'signed' | 'float';
  readonly headCount: number;
}

/** Writes the layers of Whisper with few and fast operators. Tensors are named, their shape is [1, n, width]. */
export interface LayerWriter {
  readonly operations: GraphOperations;
  /** x W + b for each of the parts; x is quantized once. */
  linear(input: string, ...parts: readonly string[]): string[];
  layerNorm(input: string, part: string, output?: string): string;
  /** Of query, key and value; keys and values of another sequence are [1, heads, m, width / heads]. */
  attention(inputs: readonly string[], cache?: AttentionCache): string;
  /** fc1, GELU and fc2, added to the input. */
  feedForward(input: string, layer: string): string;
  /** [1, in, n] to [1, out, n / stride], in floats, with GELU. */
  convolution(input: string, part: string, stride: number): string;
  /** @returns the name of a bias or another float constant, which it adds where it is not there */
  vector(name: string): string;
}

/** A token attends to itself and those before it. */
export interface AttentionCache {
  /** Keys and values of earlier tokens, [1, heads, p, width / heads]. */
  readonly past: readonly [key: string, value: string];
  /** Names of those with the new ones. */
  readonly outputs: readonly [key: string, value: string];
}

export const operatorSets = { '': 17, 'com.microsoft': 1 } as const;

export function createLayerWriter(
  editor: GraphEditor,
  weights: PublishedWeights,
  { arithmetic, headCount }: LayerOptions,
): LayerWriter {
  const operations = createOperations(editor, 'whisper');
  const { apply, floats } = operations;
  const linear = arithmetic === 'float' ? floatLinear : integerLinear;

  const writer: LayerWriter = {
    operations,
    linear: (input, ...parts) =>
      linear(
        { editor, operations, isSigned: arithmetic === 'signed' },
        input,
        parts.map((part) => {
          const bias = `${part}.bias`;
          return { content: weights.product(part), bias: weights.hasVector(bias) ? writer.vector(bias) : '' };
        }),
      ),
    layerNorm: (input, part, output) =>
      apply('LayerNormalization', [input, writer.vector(`${part}.weight`), writer.vector(`${part}.bias`)], {
        attributes: { axis: -1n, epsilon: 1e-5 },
        ...(output !== undefined && { output }),
      }),
    attention(inputs, cache) {
      const output = editor.freshName('whisper/attention');
      editor.addNode(
        createNode('MultiHeadAttention', {
          ...contributed,
          inputs: cache === undefined ? inputs : [...inputs, '', '', '', ...cache.past],
          outputs: [output, ...(cache?.outputs ?? [])],
          attributes: { num_heads: BigInt(headCount), ...(cache !== undefined && { unidirectional: 1n }) },
        }),
      );
      return output;
    },
    feedForward(input, layer) {
      const normal = writer.layerNorm(input, `${layer}.final_layer_norm`);
      const [inner = ''] = writer.linear(normal, `${layer}.fc1`);
      const [outer = ''] = writer.linear(apply('Gelu', [inner], contributed), `${layer}.fc2`);
      return apply('Add', [input, outer]);
    },
    convolution(input, part, stride) {
      const kernel = weights.product(part);
      const inputs = [input, floats(kernel.dims, floatsOf(kernel)), writer.vector(`${part}.bias`)];
      const attributes = { kernel_shape: [3n], pads: [1n, 1n], strides: [BigInt(stride)] };
      return apply('Gelu', [apply('Conv', inputs, { attributes })], contributed);
    },
    vector(name) {
      const tensor = weights.vector(name);
      editor.setInitializer(tensor);
      return tensor.name;
    },
  };
  return writer;
}

const contributed = { domain: 'com.microsoft' } as const;

interface LinearContext {
  readonly editor: GraphEditor;
  readonly operations: GraphOperations;
  readonly isSigned: boolean;
}

interface LinearPart {
  readonly content: QuantizedWeights;
  /** The name of a constant; empty: none. */
  readonly bias: string;
}

function floatLinear(
  { operations: { apply, floats } }: LinearContext,
  input: string,
  parts: readonly LinearPart[],
): string[] {
  return parts.map(({ content, bias }) => {
    const product = apply('MatMul', [input, floats(content.dims, floatsOf(content))]);
    return bias === '' ? product : apply('Add', [product, bias]);
  });
}

/** Every product is bit by bit that of the published graph. */
function integerLinear(
  { editor, operations, isSigned }: LinearContext,
  input: string,
  parts: readonly LinearPart[],
): string[] {
  const { apply, applyMany, float } = operations;
  const [values = '', scale = '', zero = ''] = applyMany('DynamicQuantizeLinear', [input], {
    outputCount: 3,
  });
  return parts.map(({ content, bias }) => {
    const fitted = isSigned ? toSigned(content) : content;
    const matrix = addIntegers(editor, editor.freshName('whisper/weights'), fitted);
    const matrixZero = addZeroPoint(editor, fitted);
    const inputs = [values, matrix, scale, float(content.scale), zero, matrixZero];
    return apply('MatMulIntegerToFloat', bias === '' ? inputs : [...inputs, bias], contributed);
  });
}

/** @returns `name`, of an initializer of int8 or uint8, as the values are */
export function addIntegers(
  editor: GraphEditor,
  name: string,
  { values, dims }: Pick<QuantizedWeights, 'values' | 'dims'>,
): string {
  editor.setInitializer(
    values instanceof Int8Array
      ? createTensor(name, 'int8', { dims, values })
      : createTensor(name, 'uint8', { dims, values }),
  );
  return name;
}

/** A scalar of the type of the values. */
export function addZeroPoint(editor: GraphEditor, { values, zeroPoint }: QuantizedWeights): string {
  const isSigned = values instanceof Int8Array;
  return addIntegers(editor, `constant/${isSigned ? 'int8' : 'uint8'}/${zeroPoint}`, {
    values: isSigned ? Int8Array.of(zeroPoint) : Uint8Array.of(zeroPoint),
    dims: [],
  });
}

/** (a - za)(b - zb) stays the same where 128 is taken from b and from zb. */
function toSigned(weights: QuantizedWeights): QuantizedWeights {
  const { values, zeroPoint } = weights;
  if (values instanceof Int8Array) return weights;
  const signed = new Int8Array(values.length);
  for (let index = 0; index < signed.length; index += 1) signed[index] = (values[index] ?? 0) - 128;
  return { ...weights, values: signed, zeroPoint: zeroPoint - 128 };
}

export function floatsOf({ values, scale, zeroPoint }: QuantizedWeights): Float32Array {
  const floats = new Float32Array(values.length);
  for (let index = 0; index < floats.length; index += 1)
    floats[index] = ((values[index] ?? 0) - zeroPoint) * scale;
  return floats;
}
