import type { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import type { GraphOperations } from '../../server/src/onnx/graphOperations.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';

/** A product of dynamically quantised activations with unsigned weights of one scale. */
export function addQuantizedProduct(
  { editor, op }: { readonly editor: GraphEditor; readonly op: GraphOperations },
  { input, name, dims, matrix }: QuantizedProduct,
): string {
  const { values, scale, zeroPoint } = quantize(matrix);
  editor.setInitializer(createTensor(`${name}_quantized`, 'uint8', { dims, values }));
  editor.setInitializer({
    // As ONNX Runtime's quantiser writes it: not as raw data, but in the list.
    ...createTensor(`${name}_zero_point`, 'uint8', { dims: [], values: Uint8Array.of(zeroPoint) }),
    rawData: undefined,
    int32Data: [zeroPoint],
  });
  editor.setInitializer(
    createTensor(`${name}_scale`, 'float32', { dims: [], values: Float32Array.of(scale) }),
  );
  const [quantized = '', inputScale = '', inputZeroPoint = ''] = op.applyMany(
    'DynamicQuantizeLinear',
    [input],
    { outputCount: 3 },
  );
  const product = op.apply('MatMulInteger', [
    quantized,
    `${name}_quantized`,
    inputZeroPoint,
    `${name}_zero_point`,
  ]);
  const asFloat = op.apply('Cast', [product], { attributes: { to: 1n } });
  return op.apply('Mul', [asFloat, op.apply('Mul', [inputScale, `${name}_scale`])]);
}

export interface QuantizedProduct {
  readonly input: string;
  /** Begins the names of its weights, scale and zero point. */
  readonly name: string;
  readonly dims: readonly [number, number];
  /** Row-major [from, to]. */
  readonly matrix: Float32Array;
}

interface Quantized {
  readonly values: Uint8Array;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Source: ONNX Runtime's quantization tool, QUInt8, asymmetric, rounded half to even. */
function quantize(matrix: Float32Array): Quantized {
  let least = 0;
  let greatest = 0;
  for (const value of matrix) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const scale = Math.fround((greatest - least) / 255);
  const zeroPoint = roundHalfToEven(-least / scale);
  const values = new Uint8Array(matrix.length);
  for (let index = 0; index < matrix.length; index++) {
    const level = roundHalfToEven(Math.fround((matrix[index] ?? 0) / scale)) + zeroPoint;
    values[index] = Math.min(255, Math.max(0, level));
  }
  return { values, scale, zeroPoint };
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
