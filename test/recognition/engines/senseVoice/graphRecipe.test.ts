import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { outputOf, type NamedTensors } from '../../../../server/src/inference/tensor.ts';
import { readModel, writeModel } from '../../../../server/src/onnx/onnxModel.ts';
import { decisionOutputs } from '../../../../server/src/recognition/engines/senseVoice/graph/decisions.ts';
import {
  rewriteSenseVoice,
  type SenseVoiceRewriting,
} from '../../../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { tellLayout } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceLayout.ts';
import { toFeeds } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import { goldenFolder, hasGolden, maxDifference } from '../../../support/golden.ts';
import { randomWeights } from '../../../support/randomWeights.ts';
import { buildSenseVoice, type SenseVoiceGraphOptions } from '../../../support/senseVoiceGraph.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-sensevoice-recipe-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface BuildOptions extends Pick<SenseVoiceGraphOptions, 'isQuantized' | 'masks'> {
  readonly pieceCount?: number;
}

function build({ pieceCount = 90, ...options }: BuildOptions): Uint8Array {
  return writeModel(
    buildSenseVoice({
      ...options,
      shape: {
        dimension: 32,
        headCount: 4,
        hiddenDimension: 48,
        blockCount: 2,
        lateBlockCount: 1,
        pieceCount,
      },
      weights: randomWeights,
      metadata: {},
    }),
  );
}

function prepare(published: Uint8Array, rewriting: Partial<SenseVoiceRewriting> = {}): Uint8Array {
  const steps = { weights: 'signed', memories: 'asImages', ...rewriting } as const;
  return rewriteSenseVoice(published, steps)['model.onnx'] ?? new Uint8Array();
}

function countOf(graph: Uint8Array, opType: string): number {
  return readModel(graph).graph?.nodes.filter((node) => node.opType === opType).length ?? 0;
}

/** All outputs of a graph for made-up features. */
async function run(graph: Uint8Array, frameCount: number): Promise<NamedTensors> {
  const file = path.join(folder, 'graph.onnx');
  writeFileSync(file, graph);
  const session = await createSession(file, { provider: 'cpu', threadCount: 1, spinning: false });
  const features = Float32Array.from({ length: frameCount * 560 }, (_, index) => Math.sin(index * 1.7) * 2);
  const feeds = toFeeds({ features, languageId: 4, textNormId: 14 }, tellLayout(session));
  const outputs = await session.run(feeds);
  await session.dispose();
  return outputs;
}

async function logitsOf(graph: Uint8Array, name: string): Promise<Float32Array> {
  return outputOf(await run(graph, 61), name, 'float32').data;
}

const built = [
  { isQuantized: true, masks: 'added' },
  { isQuantized: true, masks: 'filled' },
  { isQuantized: false, masks: 'added' },
] as const;

const exact = { memories: 'asPublished' } as const;

describe('a graph prepared but for its memories gives the logits of the published one, bit by bit', () => {
  it.each(built)('eight bits $isQuantized, masks $masks', async (options) => {
    const published = build(options);
    const expected = await logitsOf(published, 'logits');
    for (const weights of ['signed', 'asPublished'] as const)
      expect(
        maxDifference(await logitsOf(prepare(published, { ...exact, weights }), 'logits'), expected),
      ).toBe(0);
  });

  it.skipIf(!hasGolden).each(['funasr.onnx', 'sherpa.onnx', 'funasr.int8.onnx', 'sherpa.int8.onnx'])(
    'of trained weights: %s',
    async (name) => {
      const published = readFileSync(path.join(goldenFolder, 'sensevoice/toy', name));
      const logits = name.startsWith('funasr') ? 'ctc_logits' : 'logits';
      const expected = await logitsOf(published, logits);
      const prepared = prepare(published, exact);
      expect(maxDifference(await logitsOf(prepared, logits), expected)).toBe(0);
      expect(countOf(prepared, 'FusedMatMul')).toBe(6);
      expect(countOf(prepared, 'Less')).toBe(0);
      // One that takes the frames of the head, and of floats those that cut queries, keys and values.
      expect(countOf(prepared, 'Slice')).toBe(name.includes('int8') ? 1 : 10);
    },
  );
});

describe('memories as images change the rounding of floats, and signals by one of 256 levels', () => {
  it.each(built)('eight bits $isQuantized, masks $masks', async (options) => {
    const published = build(options);
    const expected = await logitsOf(published, 'logits');
    const greatest = Math.max(...expected.map(Math.abs));
    const difference = maxDifference(await logitsOf(prepare(published), 'logits'), expected);
    expect(difference / greatest).toBeLessThan(options.isQuantized ? 0.01 : 1e-6);
  });

  it.skipIf(!hasGolden).each([
    { name: 'toy/funasr.onnx', most: 2e-5 },
    { name: 'toy/sherpa.onnx', most: 2e-5 },
    { name: 'tiny/sherpa.onnx', most: 2e-5 },
    { name: 'toy/funasr.int8.onnx', most: 0.05 },
    { name: 'toy/sherpa.int8.onnx', most: 0.05 },
  ])('$name: logits differ by less than $most', async ({ name, most }) => {
    const published = readFileSync(path.join(goldenFolder, 'sensevoice', name));
    const logits = name.includes('funasr') ? 'ctc_logits' : 'logits';
    const expected = await logitsOf(published, logits);
    const prepared = prepare(published);
    expect(maxDifference(await logitsOf(prepared, logits), expected)).toBeLessThan(most);
  });
});

it.each(['added', 'filled'] as const)('shapes that are told change no bit: masks %s', async (masks) => {
  const prepared = prepare(build({ isQuantized: true, masks }));
  const model = readModel(prepared);
  expect(model.graph?.valueInfos.length).toBeGreaterThan(0);
  const untold = writeModel({ ...model, ...(model.graph && { graph: { ...model.graph, valueInfos: [] } }) });
  expect(await logitsOf(prepared, 'logits')).toEqual(await logitsOf(untold, 'logits'));
});

describe.each(built)('what a prepared graph no longer does: $isQuantized, $masks', (options) => {
  const published = build(options);
  const prepared = prepare(published);

  it.each([
    // Those of the prompts and the one that joins the heads of each of three blocks stay, and two around its memory.
    { opType: 'Transpose', before: 3 * 6 + 1, after: 3 * 3 },
    { opType: 'Less', before: 1, after: 0 },
    { opType: 'Where', before: options.masks === 'filled' ? 6 : 0, after: 0 },
    { opType: 'FusedMatMul', before: 0, after: 6 },
    { opType: 'Relu', before: 3, after: options.isQuantized ? 0 : 3 },
    // Of each block three for queries, keys and values, one of what the heads gave, one of what was rectified.
    { opType: 'MatMulIntegerToFloat', before: 0, after: options.isQuantized ? 3 * 5 : 0 },
    { opType: 'Split', before: 3, after: options.isQuantized ? 0 : 3 },
    // One after each memory, where floats go back and forth, and one where the likeliest piece is found.
    { opType: 'Squeeze', before: 0, after: options.isQuantized ? 1 : 3 + 1 },
  ])('$opType', ({ opType, before, after }) => {
    expect([countOf(published, opType), countOf(prepared, opType)]).toEqual([before, after]);
  });

  it('products with masks, of the queries with their scale, and of signals with their scales', () => {
    const removed = countOf(published, 'Mul') - countOf(prepared, 'Mul');
    const ofMasks = 3 * 2 + (options.masks === 'added' ? 1 : 0);
    const ofBlocks = 1;
    expect(removed).toBe(ofMasks + 3 + (options.isQuantized ? 3 * 3 * 2 : 0) - ofBlocks);
  });
});

// 9 blocks of 10 pieces; 89 are not divided, and for graphics cards none are.
it.each([
  { pieceCount: 90, weights: 'signed' },
  { pieceCount: 89, weights: 'signed' },
  { pieceCount: 90, weights: 'float' },
] as const)('a prepared graph decides its frames: $pieceCount, $weights', async ({ pieceCount, weights }) => {
  const published = build({ isQuantized: true, masks: 'added', pieceCount });
  const outputs = await run(prepare(published, { weights }), 20);
  const logits = outputOf(outputs, 'logits', 'float32').data;
  const frames = Array.from({ length: 24 }, (_, frame) =>
    logits.subarray(frame * pieceCount, (frame + 1) * pieceCount),
  );
  const maxima = frames.map((frame) => Math.max(...frame));
  expect([...outputOf(outputs, decisionOutputs.ids, 'int64').data].map(Number)).toEqual(
    frames.map((frame, index) => frame.indexOf(maxima[index] ?? NaN)),
  );
  expect([...outputOf(outputs, decisionOutputs.maxima, 'float32').data]).toEqual(maxima);
  const logSums = Float32Array.from(frames, (frame) =>
    Math.log(frame.reduce((sum, value) => sum + Math.exp(value), 0)),
  );
  expect(maxDifference(outputOf(outputs, decisionOutputs.logSums, 'float32').data, logSums)).toBeLessThan(
    1e-5,
  );
  expect(outputOf(outputs, decisionOutputs.head, 'float32').data).toEqual(logits.subarray(0, 4 * pieceCount));
});
