import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { recognizeSource } from '../../server/src/recognition/recognizeSource.ts';
import { createEnergyDetector } from '../support/energyDetector.ts';
import { endlessToy } from '../support/endlessToy.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';
import { openToy } from '../support/senseVoiceToy.ts';

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
    const recognizer = await openToy('sherpa.onnx');
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
    // Fifteen minutes of sound are 58 MB; the words of ten are less than one.
    for (const bytes of later) expect(bytes - early).toBeLessThan(6e6);
  },
);
