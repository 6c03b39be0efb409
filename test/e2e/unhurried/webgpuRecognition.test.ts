import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasGolden } from '../../support/golden.ts';
import { bundleProgram, programFolder } from '../../support/bundleProgram.ts';
import { speakSamples } from '../../support/spokenSample.ts';
import {
  findSwiftShader,
  noVulkan,
  swiftShaderHint,
  type VulkanEnvironment,
} from '../../support/swiftShader.ts';
import { readToyClips } from '../../support/toyClips.ts';
import type { Hearing } from './recognizeMain.ts';

const clip = path.join(programFolder, 'clip.f32');
const swiftShader = findSwiftShader();
const program = bundleProgram(path.join(import.meta.dirname, 'recognizeMain.ts'));
const toyProgram = bundleProgram(path.join(import.meta.dirname, 'hearToyMain.ts'));

beforeAll(async () => {
  const [samples = new Float32Array(0)] = await speakSamples(['Good morning.']);
  writeFileSync(clip, Buffer.from(samples.buffer));
});
afterAll(() => {
  rmSync(clip, { force: true });
});

interface HeardByProcess {
  readonly hearing: Hearing;
  readonly stderr: string;
}

async function run(
  programPath: string,
  args: readonly string[],
  environment: VulkanEnvironment,
): Promise<HeardByProcess> {
  const env = { ...process.env, ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [programPath, ...args], { env });
  return { hearing: JSON.parse(stdout) as Hearing, stderr };
}

async function recognize(provider: string, environment: VulkanEnvironment): Promise<HeardByProcess> {
  return run(await program, [provider, clip], environment);
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

  test.skipIf(!hasGolden).each([
    ['8 bits', 'sherpa.int8.onnx'],
    ['floats', 'sherpa.onnx'],
  ])('SenseVoice gives the reference texts on WebGPU: published in %s', async (_name, graph) => {
    const { hearing } = await run(await toyProgram, ['webgpu', graph], swiftShader);
    const texts = readToyClips().map(({ text }) => text);
    expect(hearing).toEqual({ provider: 'webgpu', texts, notes: [] });
  });
}

test('without a Vulkan device it runs on the CPU and says so once', async () => {
  const { hearing, stderr } = await recognize('webgpu', noVulkan);
  expect(hearing.provider).toBe('cpu');
  expect(hearing.texts[0]).toMatch(/good morning/i);
  expect(hearing.notes).toEqual([expect.stringMatching(/webgpu.*The CPU is used instead\.$/)]);
  expect(stderr).toBe('');
});
