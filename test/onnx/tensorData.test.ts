import { describe, expect, test } from 'vitest';
import { OnnxFormatError } from '../../server/src/onnx/onnxFormatError.ts';
import { elementTypes } from '../../server/src/onnx/onnxModel.ts';
import { createTensor, elementTypeOf, tensorValues } from '../../server/src/onnx/tensorData.ts';

describe('values of constants', () => {
  test.each([
    ['float32', Float32Array.of(1.5, -2)],
    ['float64', Float64Array.of(1e300, 0)],
    ['int8', Int8Array.of(-128, 127)],
    ['uint8', Uint8Array.of(0, 255)],
    ['int32', Int32Array.of(-1, 2 ** 31 - 1)],
    ['int64', BigInt64Array.of(-1n, 2n ** 62n)],
    ['float16', Uint16Array.of(0x3c00, 0xc000)],
    ['bool', Uint8Array.of(0, 1)],
  ] as const)('%s', (type, values) => {
    const tensor = createTensor('t', type, { dims: [2], values });
    expect(tensorValues(tensor, type)).toEqual(values);
    expect(elementTypeOf(tensor)).toBe(type);
  });

  test('raw data at an odd place in the file is copied to an even one', () => {
    const file = new Uint8Array(9);
    file.set(new Uint8Array(Float32Array.of(3, 4).buffer), 1);
    const tensor = createTensor('t', 'float32', { dims: [2], values: new Float32Array(2) });
    tensor.rawData = file.subarray(1);
    expect([...tensorValues(tensor, 'float32')]).toEqual([3, 4]);
    // The same of a Buffer, whose slice() is no copy.
    tensor.rawData = Buffer.from(file.buffer).subarray(1);
    expect([...tensorValues(tensor, 'float32')]).toEqual([3, 4]);
  });

  test('the older lists are read too', () => {
    const tensor = {
      ...createTensor('t', 'int8', { dims: [3], values: new Int8Array(3) }),
      rawData: undefined,
    };
    tensor.int32Data = [-1, 0, 5];
    expect([...tensorValues(tensor, 'int8')]).toEqual([-1, 0, 5]);
  });

  test('a tensor of another type, or with too few values, is refused', () => {
    const tensor = createTensor('t', 'float32', { dims: [2], values: new Float32Array(2) });
    expect(() => tensorValues(tensor, 'int64')).toThrow(OnnxFormatError);
    expect(() => tensorValues({ ...tensor, dims: [3] }, 'float32')).toThrow(OnnxFormatError);
    expect(() => tensorValues({ ...tensor, rawData: new Uint8Array(7) }, 'float32')).toThrow(OnnxFormatError);
    expect(elementTypeOf({ ...tensor, dataType: 8 })).toBeUndefined();
    expect(elementTypes.float32).toBe(1);
  });
});
