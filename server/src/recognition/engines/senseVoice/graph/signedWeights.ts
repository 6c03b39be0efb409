import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import type { Tensor } from '../../../../onnx/onnxModel.ts';
import { createTensor, elementTypeOf, tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Turns the weights of integer products and their zero points from unsigned to signed, which processors with VNNI
 * multiply about twice as fast. (a - za)(b - zb) stays the same where 128 is taken from both: every product is bit by bit
 * what it was.
 */
export function signWeights(editor: GraphEditor): void {
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
  const unsigned = tensorValues(tensor, 'uint8');
  const values = new Int8Array(unsigned.length);
  for (let index = 0; index < unsigned.length; index++) values[index] = (unsigned[index] ?? 0) - 128;
  return createTensor(tensor.name, 'int8', { dims: tensor.dims, values });
}
