import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import {
  toInferenceError,
  toModelLoadError,
  withoutSourceLocation,
} from '../../server/src/inference/inferenceErrors.ts';

const existing = import.meta.filename;

test.each([
  'bfc_arena.cc:376 AllocateRawInternal Failed to allocate memory for requested buffer of size 4398046511104',
  'std::bad_alloc',
  'CUDA error: out of memory',
])('memory that is not there: %s', async (message) => {
  expect(toInferenceError('m.onnx', new Error(message)).code).toBe('outOfMemory');
  expect((await toModelLoadError(existing, new Error(message), 'webgpu')).code).toBe('outOfMemory');
});

test('an unknown failure is the engine on the CPU, and the provider elsewhere', async () => {
  const failure = new Error('something new');
  expect((await toModelLoadError(existing, failure, 'cpu')).code).toBe('engineFailed');
  expect((await toModelLoadError(existing, failure, 'webgpu')).code).toBe('executionProviderUnavailable');
});

test('every refusal keeps its cause and names its file and the way out', async () => {
  const cause = new Error('Protobuf parsing failed.');
  const refusal = await toModelLoadError(existing, cause, 'cpu');
  expect(refusal).toMatchObject({ code: 'modelCorrupt', cause });
  expect(refusal.message).toContain(existing);
  expect(refusal.hint).not.toBe('');
});

test('a refusal is wrapped once', async () => {
  const refusal = new SpeechError('outOfMemory', { message: 'm', hint: 'h' });
  expect(toInferenceError('m.onnx', refusal)).toBe(refusal);
  expect(await toModelLoadError('m.onnx', refusal, 'cpu')).toBe(refusal);
});

test('messages lose the C++ source they come from', () => {
  const source = '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 ';
  const condition = 'void f() status == Success was false. ';
  expect(withoutSourceLocation(`${source}${condition}No adapter\n  at x`)).toBe('No adapter');
});
