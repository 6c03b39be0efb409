import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFlow } from '../../../../server/src/synthesis/engines/cosyVoice/flow.ts';
import { buildCondition } from '../../../../server/src/synthesis/engines/cosyVoice/graph/conditionGraph.ts';
import {
  buildEstimator,
  estimatorProducts,
} from '../../../../server/src/synthesis/engines/cosyVoice/graph/estimatorGraph.ts';
import { readEstimatorShape } from '../../../../server/src/synthesis/engines/cosyVoice/graph/estimatorShape.ts';
import {
  buildLanguageModel,
  languageModelProducts,
} from '../../../../server/src/synthesis/engines/cosyVoice/graph/languageModelGraph.ts';
import { readLanguageModelShape } from '../../../../server/src/synthesis/engines/cosyVoice/graph/languageModelShape.ts';
import {
  planQuantizedFile,
  writeQuantizedFile,
} from '../../../../server/src/synthesis/engines/cosyVoice/graph/quantizedFile.ts';
import { startLanguageModel } from '../../../../server/src/synthesis/engines/cosyVoice/languageModel.ts';
import { openCheckpointFolder } from '../../../support/checkpointGraph.ts';
import { cosyVoiceToyFolder, readCosyVoiceToy, readToyVoice } from '../../../support/cosyVoiceToy.ts';
import { hasGolden } from '../../../support/golden.ts';

const never = new AbortController().signal;

describe.skipIf(!hasGolden)('weights in fewer bits, of the tiny CosyVoice', () => {
  test.each([
    ['blocks', 0.001, 0.05],
    ['halves', 1e-5, 0.002],
  ] as const)('change the logits by little of their deviation: %s', async (kind, least, most) => {
    const values = readCosyVoiceToy();
    const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'llm.pt'));
    const { checkpoint, location } = folder;
    const shape = readLanguageModelShape(checkpoint, 16);
    const plan = planQuantizedFile(checkpoint, kind, languageModelProducts(shape));
    const file = path.join(folder.folder, 'llm.bits');
    await writeQuantizedFile(checkpoint, plan, { file, signal: never });
    expect(statSync(file).size).toBe(plan.byteLength);
    const quantized = { ...plan, location: 'llm.bits' };
    const graph = buildLanguageModel(checkpoint, { shape, attention: 'fused', location, quantized });
    const run = startLanguageModel(await folder.load(graph), shape);
    const logits = await run.read(values('prefill_embeds'));
    run.dispose();
    await folder.remove();
    const error = relativeError(logits, values('step_logits').subarray(0, logits.length));
    expect(error).toBeGreaterThan(least);
    expect(error).toBeLessThan(most);
  });

  test.each(['outputs', 'narrowOutputs', 'halves'] as const)(
    'change the spectrogram by less than a hundredth of its deviation: %s',
    async (kind) => {
      const values = readCosyVoiceToy();
      const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'flow.pt'));
      const { checkpoint, location } = folder;
      const shape = readEstimatorShape(checkpoint);
      const plan = planQuantizedFile(checkpoint, kind, estimatorProducts(shape));
      await writeQuantizedFile(checkpoint, plan, {
        file: path.join(folder.folder, 'flow.outputs'),
        signal: never,
      });
      const quantized = { ...plan, location: 'flow.outputs' };
      const graph = buildEstimator(checkpoint, { shape, attention: 'fused', location, quantized });
      const flow = createFlow({
        condition: await folder.load(buildCondition(checkpoint, location)),
        estimator: await folder.load(graph),
        headWidth: shape.headWidth,
      });
      const request = { voice: readToyVoice(values), tokens: [...values('tokens')], isFinal: true };
      const mel = await flow.run(request, never);
      await folder.remove();
      const error = relativeError(mel, values('mel_offline'));
      expect(error).toBeGreaterThan(1e-5);
      expect(error).toBeLessThan(0.01);
    },
  );

  test('are written as a whole or not at all', async () => {
    const folder = await openCheckpointFolder(path.join(cosyVoiceToyFolder, 'flow.pt'));
    const { checkpoint } = folder;
    const plan = planQuantizedFile(checkpoint, 'outputs', ['decoder.estimator.proj_out']);
    const file = path.join(folder.folder, 'flow.outputs');
    const controller = new AbortController();
    const writing = writeQuantizedFile(checkpoint, plan, { file, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder.folder)).toEqual(['flow.pt']);
    await folder.remove();
  });
});

/** Root mean square of the difference, by the deviation of what is expected. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
  const power = expected.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = expected.reduce((sum, value, index) => sum + (value - (actual[index] ?? NaN)) ** 2, 0);
  return Math.sqrt(error / power);
}
