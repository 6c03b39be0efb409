import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createGraph,
  createModel,
  createNode,
  createValueInfo,
} from '../../server/src/onnx/graphBuilding.ts';
import { readModelOutline, type ModelBytes } from '../../server/src/onnx/modelOutline.ts';
import { OnnxFormatError } from '../../server/src/onnx/onnxFormatError.ts';
import { writeModel, type Model } from '../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';

const large = createTensor('large', 'float32', {
  dims: [300, 100],
  values: Float32Array.from({ length: 30_000 }, (_, index) => index),
});
const small = createTensor('small', 'float32', { dims: [2], values: Float32Array.of(3, 4) });

function exampleModel(): Model {
  const graph = createGraph('example');
  graph.inputs.push(createValueInfo('in', 'float32', ['n', 300]));
  graph.outputs.push(createValueInfo('out', 'float32', ['n', 100]));
  graph.initializers.push({ ...large }, { ...small });
  graph.nodes.push(createNode('MatMul', { inputs: ['in', 'large'], outputs: ['out'] }));
  return createModel(graph, { '': 20 });
}

function countReads(bytes: Uint8Array): ModelBytes & { readonly readBytes: () => number } {
  let count = 0;
  return {
    byteLength: bytes.length,
    location: 'folder/example.onnx',
    read(offset, byteLength) {
      const part = bytes.subarray(offset, offset + byteLength);
      count += part.length;
      return Promise.resolve(part);
    },
    readBytes: () => count,
  };
}

test('a model is read without its weights, which name their places', async () => {
  const bytes = writeModel(exampleModel());
  const source = countReads(bytes);
  const { graph, operatorSets } = await readModelOutline(source);
  expect(operatorSets).toMatchObject([{ domain: '', version: 20 }]);
  expect(graph?.inputs).toEqual(exampleModel().graph?.inputs);
  expect(graph?.nodes).toEqual(exampleModel().graph?.nodes);
  const [first, second] = graph?.initializers ?? [];
  expect(first).toMatchObject({ name: 'large', dims: [300, 100], rawData: undefined, dataLocation: 1 });
  const place = new Map(first?.externalData.map(({ key, value }) => [key, value]));
  expect(place.get('location')).toBe('folder/example.onnx');
  const start = Number(place.get('offset'));
  expect(bytes.slice(start, start + Number(place.get('length')))).toEqual(large.rawData);
  expect(second).toMatchObject({ name: 'small', rawData: small.rawData });
  // A window at the beginning, and one behind the weights.
  expect(source.readBytes()).toBeLessThan(2 * 4096 + 1);
});

test.each([
  ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 40)],
  ['no model', () => Uint8Array.from({ length: 3000 }, (_, index) => 255 - (index % 7))],
  ['empty of a graph', () => Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x7f)],
])('bytes that are %s are refused', async (_, damage) => {
  const source = countReads(damage(writeModel(exampleModel())));
  await expect(readModelOutline(source)).rejects.toThrow(OnnxFormatError);
});

test('what is copied is bounded in all, not for each tensor', async () => {
  const model = exampleModel();
  const values = Float32Array.from({ length: 200 });
  // Short of what is left where it is.
  for (let index = 0; index < 10; index += 1)
    model.graph?.initializers.push(createTensor(`part ${index}`, 'float32', { dims: [200], values }));
  const source = countReads(writeModel(model));
  expect((await readModelOutline(source, 10_000)).graph?.initializers).toHaveLength(12);
  await expect(readModelOutline(source, 8000)).rejects.toThrow(OnnxFormatError);
});

test('damaged bytes are read or refused, and no more is read than there is', async () => {
  const bytes = writeModel(exampleModel());
  // The weights are not looked at.
  const places = fc.oneof(fc.nat(400), fc.integer({ min: bytes.length - 400, max: bytes.length - 1 }));
  const damage = fc.array(fc.tuple(places, fc.nat(255)), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const damaged = bytes.slice();
      for (const [at, byte] of changes) damaged[at] = byte;
      const source = countReads(damaged);
      const refusal = await readModelOutline(source).then(
        () => null,
        (error: unknown) => error,
      );
      if (refusal !== null) expect(refusal).toBeInstanceOf(OnnxFormatError);
      expect(source.readBytes()).toBeLessThan(4 * bytes.length);
    }),
    { numRuns: 300 },
  );
});
