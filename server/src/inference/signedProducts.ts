import { createSessionInMemory } from './session.ts';
import { outputOf } from './tensor.ts';
import { createGraph, createModel, createNode, createValueInfo } from '../onnx/graphBuilding.ts';
import { writeModel } from '../onnx/onnxModel.ts';
import { createTensor } from '../onnx/tensorData.ts';

/**
 * Whether this processor multiplies unsigned with signed integers exactly. Those without VNNI add two products in 16
 * bits, which the largest ones overflow: 2 * 255 * 127 > 32,767.
 *
 * @throws SpeechError as `createSessionInMemory`
 */
export async function hasExactSignedProducts(): Promise<boolean> {
  const session = await createSessionInMemory(
    { name: 'signed products', bytes: buildProductGraph() },
    { threadCount: 1, spinning: false },
  );
  const activations = {
    type: 'uint8',
    dims: [1, length],
    data: new Uint8Array(length).fill(largestUnsigned),
  } as const;
  try {
    const { data } = outputOf(await session.run({ activations }), 'products', 'int32');
    return data.every((product) => product === length * largestUnsigned * largestSigned);
  } finally {
    await session.dispose();
  }
}

/** Long and wide enough that no kernel for small matrices takes it. */
const length = 128;
const width = 64;
const largestUnsigned = 255;
const largestSigned = 127;

function buildProductGraph(): Uint8Array {
  const graph = createGraph('products');
  const values = new Int8Array(length * width).fill(largestSigned);
  graph.initializers.push(createTensor('weights', 'int8', { dims: [length, width], values }));
  graph.inputs.push(createValueInfo('activations', 'uint8', [1, length]));
  graph.outputs.push(createValueInfo('products', 'int32', [1, width]));
  graph.nodes.push(
    createNode('MatMulInteger', { inputs: ['activations', 'weights'], outputs: ['products'] }),
  );
  return writeModel(createModel(graph, { '': 13 }));
}
