import { expect, test } from 'vitest';
import { createGraph, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { findDifference, type GraphSignature } from '../../server/src/onnx/graphSignature.ts';
import type { ValueInfo } from '../../server/src/onnx/onnxModel.ts';

const expected: GraphSignature = {
  inputs: { mel: { type: 'float32', dims: ['batch', 80, 'frames'] } },
  outputs: { f0: { type: 'float32', dims: ['batch', 'frames'] } },
};
const mel = createValueInfo('mel', 'float32', [1, 80, 'T']);
const f0 = createValueInfo('f0', 'float32', [1, 'T']);

test.each<{ inputs: ValueInfo[]; outputs: ValueInfo[]; difference: string | undefined }>([
  { inputs: [mel], outputs: [f0, createValueInfo('more', 'bool', [])], difference: undefined },
  { inputs: [{ ...mel, type: undefined }], outputs: [f0], difference: 'it has no input "mel"' },
  {
    inputs: [createValueInfo('mel', 'float32', [1, 128, 'T'])],
    outputs: [f0],
    difference: 'its input "mel" is float32 [1, 128, T], not float32 [batch, 80, frames]',
  },
  {
    inputs: [createValueInfo('mel', 'float16', ['b', 80, 'T'])],
    outputs: [f0],
    difference: 'its input "mel" is float16 [b, 80, T], not float32 [batch, 80, frames]',
  },
  {
    inputs: [mel, createValueInfo('mask', 'bool', ['T'])],
    outputs: [f0],
    difference: 'it has an input "mask" that is not known',
  },
  { inputs: [mel], outputs: [mel], difference: 'it has no output "f0"' },
  {
    inputs: [mel],
    outputs: [createValueInfo('f0', 'float32', [1, 'T', 1])],
    difference: 'its output "f0" is float32 [1, T, 1], not float32 [batch, frames]',
  },
])('$difference', ({ inputs, outputs, difference }) => {
  expect(findDifference({ ...createGraph('example'), inputs, outputs }, expected)).toBe(difference);
});
