import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingVsCode, runInVsCode } from '../../support/vsCode.ts';

const missing = missingVsCode();
const outFolder = path.resolve(import.meta.dirname, '../../../out/editor/activation');
const workspace = path.join(outFolder, 'workspace');
const limitMs = 150;

async function activate(): Promise<number> {
  mkdirSync(workspace, { recursive: true });
  const suite = path.join(import.meta.dirname, 'activationSuite.ts');
  const result = await runInVsCode({ suite, folder: workspace, outFolder, env: {} });
  expect(result.exitCode, result.output).toBe(0);
  const { activationMs } = JSON.parse(readFileSync(path.join(outFolder, 'activation.json'), 'utf8')) as {
    readonly activationMs: number;
  };
  return activationMs;
}

describe.skipIf(missing !== null)(`the extension starts (${missing ?? 'VS Code'})`, () => {
  test('in less than 150 ms; what else the machine does is forgiven twice', async () => {
    const times = [await activate()];
    while (Math.min(...times) >= limitMs && times.length < 3) times.push(await activate());
    expect(Math.min(...times), times.join(', ')).toBeLessThan(limitMs);
  });
});
