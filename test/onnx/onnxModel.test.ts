import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createGraph,
  createModel,
  createNode,
  createValueInfo,
} from '../../server/src/onnx/graphBuilding.ts';
import { OnnxFormatError } from '../../server/src/onnx/onnxFormatError.ts';
import { readModel, writeModel, type Model } from '../../server/src/onnx/onnxModel.ts';
import { createTensor, tensorValues } from '../../server/src/onnx/tensorData.ts';

function smallModel(): Model {
  const branch = createGraph('branch');
  branch.nodes.push(createNode('Identity', { inputs: ['x'], outputs: ['inner'] }));
  branch.outputs.push(createValueInfo('inner', 'float32', ['n']));
  const graph = createGraph('whole graph, naïve ✓');
  graph.inputs.push(createValueInfo('x', 'float32', ['n', 3]));
  graph.outputs.push(createValueInfo('y', 'float32', ['n', 3]));
  graph.initializers.push(
    createTensor('w', 'float32', { dims: [3], values: Float32Array.of(1, -2.5, 3e-8) }),
    createTensor('i', 'int64', { dims: [2], values: BigInt64Array.of(-1n, 2n ** 63n - 1n) }),
  );
  graph.nodes.push(
    createNode('Mul', { inputs: ['x', 'w'], outputs: ['y'] }),
    createNode('If', { inputs: ['c'], outputs: ['z'], attributes: { then_branch: { graph: branch } } }),
    createNode('Conv', {
      inputs: ['x', '', 'w'],
      outputs: ['v'],
      domain: 'com.microsoft',
      attributes: { pads: [1n, -1n], alpha: 0.25, mode: 'reflect', scales: [0.5, 2], group: -3n },
    }),
  );
  return createModel(graph, { '': 20, 'com.microsoft': 1 });
}

describe('reading and writing', () => {
  test('a model is read as it was written', () => {
    const model = smallModel();
    const read = readModel(writeModel(model));
    expect(read.operatorSets.map(({ domain, version }) => [domain, version])).toEqual([
      ['', 20],
      ['com.microsoft', 1],
    ]);
    expect(read.graph?.name).toBe('whole graph, naïve ✓');
    expect(read.graph?.nodes).toEqual(model.graph?.nodes);
    expect(read.graph?.inputs).toEqual(model.graph?.inputs);
    const [weights, integers] = read.graph?.initializers ?? [];
    expect(weights && [...tensorValues(weights, 'float32')]).toEqual([1, -2.5, Math.fround(3e-8)]);
    expect(integers && [...tensorValues(integers, 'int64')]).toEqual([-1n, 2n ** 63n - 1n]);
  });

  test('writing what was read gives the same bytes', () => {
    const bytes = writeModel(smallModel());
    expect(writeModel(readModel(bytes))).toEqual(bytes);
  });

  test('fields of a later version survive', () => {
    const bytes = writeModel(smallModel());
    // Field 2000, length-delimited, "hi"; field 2001, varint 7.
    const later = [0x82, 0x7d, 2, 0x68, 0x69, 0x88, 0x7d, 7];
    const extended = Uint8Array.from([...bytes, ...later]);
    const model = readModel(extended);
    expect(model.unknownFields.map((field) => [...field])).toEqual([later.slice(0, 5), later.slice(5)]);
    expect(writeModel(model)).toEqual(extended);
  });

  test('weights are views of the file', () => {
    const bytes = writeModel(smallModel());
    const raw = readModel(bytes).graph?.initializers[0]?.rawData;
    expect(raw?.buffer).toBe(bytes.buffer);
  });

  test('packed and unpacked lists mean the same', () => {
    // Graph { initializer { dims: 2 dims: 3 } }, the dims packed in the first and not in the second.
    const packed = Uint8Array.of(0x3a, 6, 0x2a, 4, 0x0a, 2, 2, 3);
    const unpacked = Uint8Array.of(0x3a, 6, 0x2a, 4, 0x08, 2, 0x08, 3);
    const dims = (bytes: Uint8Array): number[] | undefined => readModel(bytes).graph?.initializers[0]?.dims;
    expect(dims(packed)).toEqual([2, 3]);
    expect(dims(unpacked)).toEqual([2, 3]);
  });
});

describe('malformed bytes', () => {
  test.each([
    ['a length beyond the end', [0x3a, 0x7f]],
    ['a length of 2^63', [0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a number of eleven bytes', [0x08, ...Array<number>(10).fill(0xff), 1]],
    ['field number 0', [0x00, 0x00]],
    ['a group', [0xf3, 0x7d]],
    ['a graph that is a number', [0x38, 1]],
    ['a name that is not UTF-8', [0x12, 1, 0xff]],
    ['text', Array.from('<!DOCTYPE html>', (character) => character.charCodeAt(0))],
  ])('%s', (_, bytes) => {
    expect(() => readModel(Uint8Array.from(bytes))).toThrow(OnnxFormatError);
  });

  test('graphs nested without end', () => {
    let bytes = Uint8Array.of();
    const wrap = (tags: readonly number[]): void => {
      for (const tag of tags) {
        const size = bytes.length;
        const length = size < 128 ? [size] : [(size & 127) | 128, size >> 7];
        bytes = Uint8Array.from([tag, ...length, ...bytes]);
      }
    };
    // Attribute.graph (6) in Node.attribute (5) in Graph.node (1), a hundred times; then Model.graph (7).
    for (let depth = 0; depth < 100; depth += 1) wrap([0x32, 0x2a, 0x0a]);
    wrap([0x3a]);
    expect(() => readModel(bytes)).toThrow(/nested/);
  });

  test('any damage ends in a model or in the one error', () => {
    const bytes = writeModel(smallModel());
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, fc.nat(bytes.length), (changes, length) => {
        const damaged = bytes.slice(0, length);
        for (const [offset, value] of changes) damaged[offset] = value;
        let model: Model;
        try {
          model = readModel(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(OnnxFormatError);
          return;
        }
        // Nothing can grow: a field is as long on paper as in the file, give or take the form of its numbers.
        expect(writeModel(model).length).toBeLessThanOrEqual(2 * damaged.length + 32);
      }),
      { numRuns: 2000 },
    );
  });
});
