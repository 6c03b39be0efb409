import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSession } from '../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../server/src/inference/tensor.ts';
import { writeModel } from '../../server/src/onnx/onnxModel.ts';
import { goldenFolder, hasGolden, maxDifference, readNpz } from './golden.ts';
import { buildSenseVoice, type SenseVoiceGraphOptions } from './senseVoiceGraph.ts';

const toy = path.join(goldenFolder, 'sensevoice/toy');
const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-sensevoice-graph-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const frameCount = 37;

async function logitsOf(graph: string | Uint8Array): Promise<Float32Array> {
  const file = typeof graph === 'string' ? graph : path.join(folder, 'built.onnx');
  if (typeof graph !== 'string') writeFileSync(file, graph);
  const session = await createSession(file, { provider: 'cpu', threadCount: 1, spinning: false });
  const one = (value: number) => ({ type: 'int32', dims: [1], data: Int32Array.of(value) }) as const;
  const features = Float32Array.from({ length: frameCount * 560 }, (_, index) => Math.sin(index * 1.7) * 2);
  const outputs = await session.run({
    x: float32Tensor(features, [1, frameCount, 560]),
    x_length: one(frameCount),
    language: one(4),
    text_norm: one(14),
  });
  await session.dispose();
  return outputOf(outputs, 'logits', 'float32').data;
}

const weights = hasGolden ? readNpz(path.join(toy, 'weights.npz')) : new Map<string, never>();

const toyOptions: Omit<SenseVoiceGraphOptions, 'masks' | 'isQuantized'> = {
  shape: {
    dimension: 64,
    headCount: 4,
    hiddenDimension: 128,
    blockCount: 2,
    lateBlockCount: 1,
    pieceCount: 200,
  },
  weights: (name) => weights.get(name)?.values ?? new Float32Array(),
  metadata: {},
};

describe.skipIf(!hasGolden)(
  'the graph that is built gives the logits of the one that PyTorch exports',
  () => {
    it.each([
      { published: 'sherpa.onnx', isQuantized: false, masks: 'added' },
      { published: 'sherpa.onnx', isQuantized: false, masks: 'filled' },
      { published: 'sherpa.int8.onnx', isQuantized: true, masks: 'added' },
      { published: 'sherpa.int8.onnx', isQuantized: true, masks: 'filled' },
    ] as const)('$published, masks $masks', async ({ published, ...built }) => {
      const expected = await logitsOf(path.join(toy, published));
      const actual = await logitsOf(writeModel(buildSenseVoice({ ...toyOptions, ...built })));
      expect(maxDifference(actual, expected)).toBeLessThan(1e-5);
    });
  },
);
