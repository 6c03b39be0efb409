import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleProgram, programFolder } from '../../support/bundleProgram.ts';
import { hasGolden } from '../../support/golden.ts';
import {
  findSwiftShader,
  noVulkan,
  swiftShaderHint,
  type VulkanEnvironment,
} from '../../support/swiftShader.ts';
import type { ToyParity } from './cosyVoiceToyMain.ts';
import type { Saying } from './speakMain.ts';

/** Half a second of sound. */
const text = 'Hi.';
const sampleRateHz = 24_000;
const swiftShader = findSwiftShader();
const sounds: string[] = [];
const program = bundleProgram(path.join(import.meta.dirname, 'speakMain.ts'));

interface Spoken extends Saying {
  readonly samples: Float32Array;
}

async function speak(
  provider: string,
  arithmetic: 'integer' | 'float',
  environment: VulkanEnvironment,
): Promise<Spoken> {
  const file = path.join(programFolder, `${provider}-${arithmetic}.f32`);
  sounds.push(file);
  const env = { ...process.env, ...environment };
  const args = [await program, provider, arithmetic, file, text];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const { buffer } = Uint8Array.from(readFileSync(file));
  return { ...(JSON.parse(stdout) as Saying), samples: new Float32Array(buffer) };
}

describe.skipIf(swiftShader === null)(`Kokoro on WebGPU (${swiftShaderHint})`, () => {
  afterAll(() => {
    for (const file of sounds) rmSync(file, { force: true });
  });

  // A Vulkan device that computes on the processor needs minutes for a second of sound.
  test(
    'says in float what the CPU says: in float to the sample, in integers as long',
    { timeout: 1_200_000 },
    async () => {
      const webgpu = await speak('webgpu', 'float', swiftShader ?? noVulkan);
      const float = await speak('cpu', 'float', noVulkan);
      const integer = await speak('cpu', 'integer', noVulkan);

      expect(webgpu.provider).toBe('webgpu');
      expect(webgpu.notes).toEqual([]);
      expect(webgpu.sampleCount / sampleRateHz).toBeLessThanOrEqual(1.5);
      expect(webgpu.sampleCount).toBe(float.sampleCount);
      expect(correlation(webgpu.samples, float.samples)).toBeGreaterThanOrEqual(0.99);

      expect(Math.abs(webgpu.sampleCount - integer.sampleCount) / sampleRateHz).toBeLessThanOrEqual(0.05);
    },
  );
});

describe.skipIf(swiftShader === null || !hasGolden)(`CosyVoice on WebGPU (${swiftShaderHint})`, () => {
  test('is equal to the reference with tiny weights, what it remembers on the device', async () => {
    const env = { ...process.env, ...(swiftShader ?? noVulkan) };
    const toy = await bundleProgram(path.join(import.meta.dirname, 'cosyVoiceToyMain.ts'));
    const { stdout } = await promisify(execFile)(process.execPath, [toy, 'webgpu'], { env });
    const parity = JSON.parse(stdout) as ToyParity;
    expect(parity).toMatchObject({ provider: 'webgpu', isSameTokens: true });
    // That device has no floats of 16 bits, which is no reason to compute on the processor.
    expect(parity.notes.filter((note) => !note.startsWith('Preparing'))).toEqual([]);
    expect(parity.logitsDifference).toBeLessThan(1e-3);
    expect(parity.melDifference).toBeLessThan(1e-3);
    expect(parity.soundDifference).toBeLessThan(1e-3);
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
