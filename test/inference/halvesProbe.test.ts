import { expect, test } from 'vitest';
import { buildHalvesGraph, hasHalves } from '../../server/src/inference/halvesProbe.ts';
import { probeProvider } from '../../server/src/inference/providerProbe.ts';

test('the graph that is tried is right, which a processor shows', async () => {
  expect(await probeProvider('cpu', { graph: buildHalvesGraph() })).toMatchObject({ ok: true });
});

test('a processor is not asked to compute in halves', async () => {
  expect(await hasHalves('cpu')).toBe(false);
});
