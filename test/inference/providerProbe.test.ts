import { expect, test } from 'vitest';
import { executionProviders } from '../../protocol/inference.ts';
import { probeExecutionProviders, probeProvider } from '../../server/src/inference/providerProbe.ts';
import { never } from '../support/never.ts';

test('every provider is named once and the CPU runs', async () => {
  const probes = await probeExecutionProviders(never);
  expect(probes.map(({ provider }) => provider)).toEqual([...executionProviders]);
  expect(probes[0]).toEqual({
    provider: 'cpu',
    inBuild: true,
    ok: true,
    detail: 'ran a test graph',
    hint: null,
  });
  for (const { inBuild, ok, detail } of probes) {
    expect(detail).not.toMatch(/onnxruntime_src|\n/);
    expect(ok && !inBuild).toBe(false);
  }
});

test('a probe that takes too long has failed', async () => {
  const probe = await probeProvider('cpu', { timeLimitMs: 1 });
  expect(probe).toMatchObject({ ok: false, detail: 'it gave no answer within 0.001 seconds' });
  expect(probe.hint).not.toBeNull();
});

test.skipIf(process.platform === 'win32')('a probe whose process dies has failed', async () => {
  const probe = await probeProvider('cpu', { executablePath: '/usr/bin/false' });
  expect(probe).toMatchObject({ ok: false, detail: 'its process ended with exit code 1' });
});

test('an abort ends the probing', async () => {
  const controller = new AbortController();
  const probing = probeExecutionProviders(controller.signal);
  controller.abort(new Error('enough'));
  await expect(probing).rejects.toThrow('enough');
  await expect(probeExecutionProviders(controller.signal)).rejects.toThrow('enough');
});
