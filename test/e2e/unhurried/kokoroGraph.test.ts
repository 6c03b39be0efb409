import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../../../server/src/onnx/onnxModel.ts';
import { planDurations } from '../../../server/src/synthesis/engines/kokoro/durations.ts';
import type { KokoroArithmetic } from '../../../server/src/synthesis/engines/kokoro/graphRecipe.ts';
import {
  openKokoroFiles,
  type KokoroFiles,
} from '../../../server/src/synthesis/engines/kokoro/kokoroFiles.ts';
import {
  openKokoroModel,
  type KokoroModel,
} from '../../../server/src/synthesis/engines/kokoro/kokoroModel.ts';
import { createVoiceStyles } from '../../../server/src/synthesis/engines/kokoro/voiceStyles.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';

/** "Hello, world." */
const phonemeIds = [0, 50, 83, 54, 156, 31, 3, 16, 65, 156, 87, 123, 54, 46, 4, 0];

describe('the prepared Kokoro graphs', () => {
  const prepared = new Map<KokoroArithmetic, { files: KokoroFiles; model: KokoroModel }>();

  // Preparation itself compares each with the published graph.
  beforeAll(async () => {
    const { signal } = new AbortController();
    const installed = await requireInstalledModel('kokoro-82m', signal);
    for (const arithmetic of ['integer', 'float'] as const) {
      const files = await openKokoroFiles(installed, { arithmetic }, signal);
      const model = await openKokoroModel(files.graphPaths, { provider: 'cpu' });
      prepared.set(arithmetic, { files, model });
    }
  });
  afterAll(async () => {
    for (const { model } of prepared.values()) await model.dispose();
  });

  const use = (arithmetic: KokoroArithmetic): { files: KokoroFiles; model: KokoroModel } => {
    const found = prepared.get(arithmetic);
    if (found === undefined) throw new Error(`Nothing was prepared for ${arithmetic} arithmetic.`);
    return found;
  };

  async function speak(arithmetic: KokoroArithmetic): Promise<{ units: number[]; samples: Float32Array }> {
    const { files, model } = use(arithmetic);
    const style = await createVoiceStyles(files.voicePaths).style('af_heart', phonemeIds.length - 2);
    const phrase = await model.predict(phonemeIds, style);
    const units = planDurations(phrase.durations);
    return { units, samples: await model.decode(phrase, await model.contours(phrase, units)) };
  }

  const operators = async (arithmetic: KokoroArithmetic): Promise<Set<string>> => {
    const bytes = await readFile(use(arithmetic).files.graphPaths['decoder.onnx']);
    return new Set(readModel(bytes).graph?.nodes.map(({ opType }) => opType));
  };

  test('give 600 samples for each unit, the same ones every time', async () => {
    for (const arithmetic of ['integer', 'float'] as const) {
      const { units, samples } = await speak(arithmetic);
      expect(samples.length).toBe(600 * units.reduce((sum, count) => sum + count, 0));
      expect((await speak(arithmetic)).samples).toEqual(samples);
    }
  });

  test('give the same durations and nearly the same sound in integers and in floats', async () => {
    const integer = await speak('integer');
    const float = await speak('float');
    expect(float.units).toEqual(integer.units);
    expect(correlation(integer.samples, float.samples)).toBeGreaterThan(0.95);
  });

  test('convolve by integer products on a processor, without any integer arithmetic on a GPU', async () => {
    const integer = await operators('integer');
    expect(integer).toContain('MatMulInteger');
    expect(integer).not.toContain('ConvInteger');
    expect([...integer, ...(await operators('float'))].filter((name) => name.startsWith('Random'))).toEqual(
      [],
    );
    const inexact = [...(await operators('float'))].filter((name) => /Integer|Quantize|STFT/.test(name));
    expect(inexact).toEqual([]);
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
