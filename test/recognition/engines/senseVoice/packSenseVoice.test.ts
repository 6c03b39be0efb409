import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { outputOf } from '../../../../server/src/inference/tensor.ts';
import { senseVoiceRecipe } from '../../../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { packSenseVoice } from '../../../../server/src/recognition/engines/senseVoice/packSenseVoice.ts';
import { tellLayout } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceLayout.ts';
import { toFeeds } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import { goldenFolder, hasGolden, maxDifference } from '../../../support/golden.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-pack-'));
const graph = path.join(folder, 'model.onnx');
const description = path.join(folder, 'model.json');
const paths = { 'model.onnx': graph, 'model.json': description };

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
  writeFileSync(description, '{}');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function logitsOf(file: string): Promise<Float32Array> {
  const session = await createSession(file, { provider: 'cpu', threadCount: 1, spinning: false });
  const layout = tellLayout(session);
  const features = Float32Array.from({ length: 61 * 560 }, (_, index) => Math.sin(index * 1.7) * 2);
  const outputs = await session.run(toFeeds({ features, languageId: 4, textNormId: 14 }, layout));
  await session.dispose();
  return outputOf(outputs, layout.logits, 'float32').data;
}

describe.skipIf(!hasGolden)('a packed graph', () => {
  test.each(['sherpa.onnx', 'sherpa.int8.onnx', 'funasr.int8.onnx'])(
    'gives the logits of the prepared one, bit by bit: %s',
    async (name) => {
      const published = readFileSync(path.join(goldenFolder, 'sensevoice/toy', name));
      writeFileSync(graph, senseVoiceRecipe('signed').rewrite(published)['model.onnx'] ?? '');
      const expected = await logitsOf(graph);
      const packed = await packSenseVoice(paths);
      expect(Object.keys(packed)).toEqual(['packed.onnx', 'packed.weights', 'model.json']);
      expect(readdirSync(folder).sort()).toEqual(['model.json', 'packed.onnx', 'packed.weights']);
      expect(maxDifference(await logitsOf(packed['packed.onnx'] ?? ''), expected)).toBe(0);
    },
  );
});

test('what cannot be packed stays as it is', async () => {
  writeFileSync(graph, 'no graph');
  expect(await packSenseVoice(paths)).toEqual(paths);
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'model.onnx']);
});
