import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { boolTensor, float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import {
  createGraph,
  createModel,
  createNode,
  createValueInfo,
} from '../../../../server/src/onnx/graphBuilding.ts';
import { writeModel, type Graph } from '../../../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../../../server/src/onnx/tensorData.ts';
import {
  moonshineGraphRecipe,
  preparedDecoderFile,
} from '../../../../server/src/recognition/engines/moonshine/graphRecipe.ts';

const wordCount = 50;
const width = 16;
const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-recipe-'));
afterAll(() => rm(folder, { recursive: true }));

const table = Uint8Array.from({ length: wordCount * width }, (_unused, index) => (index * 37) % 256);
const hidden = Float32Array.from({ length: width }, (_unused, index) => Math.cos(index));
const scale = 0.02;
const zeroPoint = 129;

/** A decoder in the published one's manner: one choice, and each branch ends with the table of words. */
function buildDecoder(multiplication = 'MatMul'): Uint8Array {
  const branch = (name: string): Graph => ({
    ...createGraph(name),
    nodes: [
      createNode('Transpose', {
        inputs: ['table'],
        outputs: [`${name}_turned`],
        attributes: { perm: [1n, 0n] },
      }),
      createNode('DequantizeLinear', {
        inputs: [`${name}_turned`, 'scale', 'zero'],
        outputs: [`${name}_weights`],
      }),
      createNode(multiplication, { inputs: ['hidden', `${name}_weights`], outputs: [`${name}_logits`] }),
    ],
    outputs: [createValueInfo(`${name}_logits`, 'float32', [1, wordCount])],
  });
  const graph: Graph = {
    ...createGraph('decoder'),
    nodes: [
      createNode('If', {
        inputs: ['use_cache_branch'],
        outputs: ['logits'],
        attributes: { then_branch: { graph: branch('later') }, else_branch: { graph: branch('first') } },
      }),
    ],
    initializers: [
      createTensor('table', 'uint8', { dims: [wordCount, width], values: table }),
      createTensor('scale', 'float32', { dims: [], values: Float32Array.of(scale) }),
      createTensor('zero', 'uint8', { dims: [], values: Uint8Array.of(zeroPoint) }),
    ],
    inputs: [
      createValueInfo('hidden', 'float32', [1, width]),
      createValueInfo('use_cache_branch', 'bool', [1]),
    ],
    outputs: [createValueInfo('logits', 'float32', [1, wordCount])],
  };
  return writeModel(createModel(graph, { '': 14 }));
}

/** What the published arithmetic gives, in floats throughout. */
function expectedLogits(): number[] {
  return Array.from({ length: wordCount }, (_unused, word) =>
    hidden.reduce(
      (sum, value, index) => sum + value * scale * ((table[word * width + index] ?? 0) - zeroPoint),
      0,
    ),
  );
}

test('both branches give the logits they gave, to a rounding of their input', async () => {
  const { [preparedDecoderFile]: prepared = new Uint8Array() } = moonshineGraphRecipe.rewrite(buildDecoder());
  const file = path.join(folder, 'prepared.onnx');
  await writeFile(file, prepared);
  const session = await createSession(file, { provider: 'cpu', threadCount: 1 });
  const expected = expectedLogits();
  expect(Math.max(...expected)).toBeGreaterThan(1);
  for (const isLater of [false, true]) {
    const feeds = { hidden: float32Tensor(hidden, [1, width]), use_cache_branch: boolTensor(isLater) };
    const logits = outputOf(await session.run(feeds), 'logits', 'float32').data;
    expected.forEach((logit, word) => {
      expect(Math.abs(logit - (logits[word] ?? NaN))).toBeLessThan(0.1);
    });
  }
  await session.dispose();
});

test('another graph is refused', () => {
  const withoutChoice = writeModel(createModel(createGraph('empty'), { '': 14 }));
  expect(() => moonshineGraphRecipe.rewrite(withoutChoice)).toThrow('no choice');
  expect(() => moonshineGraphRecipe.rewrite(buildDecoder('Gemm'))).toThrow('without MatMul');
});
