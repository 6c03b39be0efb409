import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { TranscriptSegment } from '../../protocol/recognition.ts';
import { recognizeSource } from '../../server/src/recognition/recognizeSource.ts';
import { createEnergyDetector } from '../support/energyDetector.ts';
import { endlessToy } from '../support/endlessToy.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';
import { openToy } from '../support/senseVoiceToy.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-long-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function hear(threadCount: number): Promise<readonly TranscriptSegment[]> {
  const recognizer = await openToy('sherpa.onnx', { folder, session: { provider: 'cpu', threadCount } });
  const tools = { recognizer, voiceActivity: createEnergyDetector(), options: {} };
  const { segments } = await recognizeSource(endlessToy(4), tools, never);
  await recognizer.dispose();
  return segments;
}

test.skipIf(!hasGolden)('segments that are heard side by side are those heard one by one', async () => {
  const segments = await hear(2);
  expect(segments.length).toBeGreaterThan(40);
  expect(segments).toEqual(await hear(1));
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held once nothing more can be freed: buffers of sound are given back a moment after a collection. */
async function heldBytes(): Promise<number> {
  let least = Infinity;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    collectGarbage();
    await delay(5);
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

test.skipIf(!hasGolden)(
  'a recording of twenty minutes needs no more memory than one of five',
  { timeout: 120_000 },
  async () => {
    const recognizer = await openToy('sherpa.onnx', {
      folder,
      session: { provider: 'cpu', threadCount: 2 },
    });
    const held: number[] = [];
    const { segments, durationMs } = await recognizeSource(
      endlessToy(20),
      {
        recognizer,
        voiceActivity: createEnergyDetector(),
        options: {},
        async onSegment(_segment, heardMs) {
          if (heardMs >= (held.length + 1) * 5 * 60_000) held.push(await heldBytes());
        },
      },
      never,
    );
    await recognizer.dispose();
    expect(durationMs).toBe(20 * 60_000);
    expect(segments.length).toBeGreaterThan(200);
    const [early = NaN, ...later] = held;
    expect(later.length).toBeGreaterThanOrEqual(2);
    // Fifteen minutes of sound are 58 MB; the words of ten are less than one, what is heard and waits is some four.
    for (const bytes of later) expect(bytes - early).toBeLessThan(10e6);
  },
);
