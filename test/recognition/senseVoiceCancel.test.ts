import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';
import { dictate } from '../../server/src/recognition/dictation/dictate.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import { recognizeFile } from '../../server/src/recognition/recognizeFile.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import { createEnergyDetector } from '../support/energyDetector.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';
import { openToy } from '../support/senseVoiceToy.ts';
import { readToyWav } from '../support/toyClips.ts';

type Work = (recognizer: Recognizer, signal: AbortSignal) => Promise<void>;

const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-cancel-'));
const file = path.join(folder, 'long.wav');
const voiceActivity = createEnergyDetector();

async function* inChunks(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += 4096) {
    await setImmediate();
    yield samples.subarray(start, start + 4096);
  }
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const item of items) expect(item).toBeDefined();
}

const works: readonly (readonly [string, Work])[] = [
  [
    'transcribing',
    (recognizer, signal) =>
      drain(transcribe(inChunks(readToyWav('long.wav')), { recognizer, voiceActivity, options: {} }, signal)),
  ],
  [
    'dictating',
    (recognizer, signal) => {
      const tools = { recognizer, voiceActivity, options: {}, clock: performance };
      return drain(dictate(inChunks(readToyWav('long.wav')), tools, signal));
    },
  ],
  [
    'hearing a file',
    async (recognizer, signal) => {
      await recognizeFile(file, { recognizer, voiceActivity, options: {} }, signal);
    },
  ],
];

// Other processes may hold the processor for as long.
describe.skipIf(!hasGolden)('an abort at any moment', { retry: 2 }, () => {
  let recognizer: Recognizer;
  let callCount = 0;
  let onCall = (): void => undefined;
  const watched: Recognizer = {
    get description() {
      return recognizer.description;
    },
    recognize(...call) {
      callCount += 1;
      onCall();
      return recognizer.recognize(...call);
    },
    dispose: () => recognizer.dispose(),
  };

  beforeAll(async () => {
    // With two threads, so that after a few runs segments are heard side by side.
    recognizer = await openToy('sherpa.onnx', { folder, session: { provider: 'cpu', threadCount: 2 } });
    const writer = await createWavWriter(file, { sampleRateHz: recognitionSampleRateHz });
    await writer.write(readToyWav('long.wav'));
    await writer.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(works)('of %s is answered within 100 ms, and nothing is heard after it', async (_name, work) => {
    for (let run = 0; run < 16; run += 1) {
      const controller = new AbortController();
      const reason = new Error(`enough of run ${run}`);
      const [abortAtCall, waitMs] = [1 + (run % 6), (run * 5) % 23];
      const aborted = { atMs: Infinity, callCount: Infinity };
      callCount = 0;
      onCall = () => {
        if (callCount !== abortAtCall) return;
        setTimeout(() => {
          aborted.callCount = callCount;
          aborted.atMs = performance.now();
          controller.abort(reason);
        }, waitMs);
      };
      await expect(work(watched, controller.signal)).rejects.toBe(reason);
      expect(performance.now() - aborted.atMs).toBeLessThan(100);
      await delay(20);
      expect(callCount).toBe(aborted.callCount);
    }
  });

  test('leaves a recognizer that hears on, and can be disposed of', { retry: 0 }, async () => {
    const controller = new AbortController();
    const clip = readToyWav('u0.wav');
    const cancelled = recognizer.recognize(clip, {}, controller.signal);
    controller.abort(new Error('enough'));
    await expect(cancelled).rejects.toThrow('enough');
    expect((await recognizer.recognize(clip, {}, never)).text).toBe('一三十二八。');
    await recognizer.dispose();
    await expect(recognizer.recognize(clip, {}, never)).rejects.toMatchObject({ code: 'engineFailed' });
  });
});
