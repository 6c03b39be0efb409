import { attributeOf } from '../../../../onnx/graphBuilding.ts';
import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node, Tensor } from '../../../../onnx/onnxModel.ts';
import { tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Replaces each `ConvTranspose` whose kernel is twice its stride s by one matrix product: every run of s output
 * samples depends on two neighbouring frames only. Row t of the left side is frames t - 1 and t, the right side
 * holds the kernel's late half over its early half, and the product's row is the s output frames from t * s on;
 * the padding is cut off at both ends.
 */
export function multiplyTransposedConvolutions(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('ConvTranspose')) {
    const [, weightName = '', bias = ''] = node.inputs;
    const weights = editor.initializer(weightName);
    const stride = Number(attributeOf(node, 'strides')?.ints[0] ?? 1n);
    const [, outputs = 0, taps = 0] = weights?.dims ?? [];
    const isDense = attributeOf(node, 'group')?.int === 1n && outputs > 1 && bias !== '';
    if (weights === undefined || !isDense || taps !== 2 * stride) continue;
    editor.removeNode(node);
    writeProduct(editor, node, weights);
  }
}

function writeProduct(editor: GraphEditor, node: Node, weights: Tensor): void {
  const [input = '', , bias = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const { apply, int64s, floats, float } = createOperations(editor, output);
  const [inputs = 0, outputs = 0, taps = 0] = weights.dims;
  const padding = Number(attributeOf(node, 'pads')?.ints[0] ?? 0n);
  const swap = { attributes: { perm: [0n, 2n, 1n] } };
  const frames = apply('Transpose', [input], swap);
  const late = apply('Pad', [frames, int64s(0, 1, 0, 0, 0, 0), float(0)]);
  const early = apply('Pad', [frames, int64s(0, 0, 0, 0, 1, 0), float(0)]);
  const pairs = apply('Concat', [late, early], { attributes: { axis: 2n } });
  const matrix = floats([2 * inputs, (taps / 2) * outputs], pairMatrix(weights));
  const runs = apply('Reshape', [apply('MatMul', [pairs, matrix]), int64s(1, -1, outputs)]);
  const cut = apply('Slice', [runs, int64s(padding), int64s(-padding), int64s(1)]);
  apply('Transpose', [apply('Add', [cut, bias])], { ...swap, output });
}

/** [C, D, 2s] to [2C, s * D]: first the kernel's second half (for the frame before), then its first half. */
function pairMatrix(weights: Tensor): Float32Array {
  const [inputs = 0, outputs = 0, taps = 0] = weights.dims;
  const stride = taps / 2;
  const source = tensorValues(weights, 'float32');
  const matrix = new Float32Array(source.length);
  let index = 0;
  for (let input = 0; input < inputs; input += 1) {
    for (let output = 0; output < outputs; output += 1) {
      for (let tap = 0; tap < taps; tap += 1) {
        const row = tap < stride ? inputs + input : input;
        matrix[(row * stride + (tap % stride)) * outputs + output] = source[index] ?? 0;
        index += 1;
      }
    }
  }
  return matrix;
}
