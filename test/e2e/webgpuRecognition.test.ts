import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleProgram, programFolder } from '../support/bundleProgram.ts';
import { speakSamples } from '../support/spokenSample.ts';
import {
  findSwiftShader,
  noVulkan,
  swiftShaderHint,
  type VulkanEnvironment,
} from '../support/swiftShader.ts';
import type { Hearing } from './recognizeMain.ts';

const clip = path.join(programFolder, 'clip.f32');
const swiftShader = findSwiftShader();
const program = bundleProgram(path.join(import.meta.dirname, 'recognizeMain.ts'));

beforeAll(async () => {
  const [samples = new Float32Array(0)] = await speakSamples(['Good morning.']);
  writeFileSync(clip, Buffer.from(samples.buffer));
});
afterAll(() => {
  rmSync(clip, { force: true });
});

async function recognize(
  provider: string,
  environment: VulkanEnvironment,
): Promise<{ readonly hearing: Hearing; readonly stderr: string }> {
  const env = { ...process.env, ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [await program, provider, clip], {
    env,
  });
  return { hearing: JSON.parse(stdout) as Hearing, stderr };
}

if (swiftShader === null) {
  test.skip(`Moonshine on WebGPU (${swiftShaderHint})`);
} else {
  test('Moonshine gives the same text on WebGPU as on the CPU', async () => {
    const cpu = await recognize('cpu', noVulkan);
    expect(cpu.hearing.texts[0]).toMatch(/good morning/i);
    const webgpu = await recognize('webgpu', swiftShader);
    expect(webgpu.hearing).toEqual({ provider: 'webgpu', texts: cpu.hearing.texts, notes: [] });
  });
}

test('without a Vulkan device it runs on the CPU and says so once', async () => {
  const { hearing, stderr } = await recognize('webgpu', noVulkan);
  expect(hearing.provider).toBe('cpu');
  expect(hearing.texts[0]).toMatch(/good morning/i);
  expect(hearing.notes).toEqual([expect.stringMatching(/webgpu.*The CPU is used instead\.$/)]);
  expect(stderr).toBe('');
});
