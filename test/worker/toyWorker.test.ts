import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createHostedEngines } from '../../server/src/worker/hostedEngines.ts';
import { connectWorker } from '../../server/src/worker/workerConnection.ts';
import { bundleProgram } from '../support/bundleProgram.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { readToyClips, readToyWav } from '../support/toyClips.ts';

describe.skipIf(!hasGolden)('SenseVoice in a worker', () => {
  // Other processes may hold the processor for as long.
  test('a cancel is answered within 100 ms, and what waited is never heard', { retry: 2 }, async () => {
    const scriptPath = await bundleProgram(path.resolve(import.meta.dirname, '../e2e/toyWorkerMain.ts'));
    const connection = connectWorker({ scriptPath, onNote: () => undefined });
    const recognizer = await createHostedEngines(connection).openRecognizer(
      { engine: 'sensevoice', provider: 'cpu' },
      never,
    );
    const clip = readToyWav('u0.wav');
    // Takes the model longer than the messages take.
    const longClip = joinSamples(readToyClips().map(({ wav }) => readToyWav(wav)));
    const hear = () =>
      Array.from({ length: 20 }, () => {
        const controller = new AbortController();
        return { controller, answer: recognizer.recognize(longClip, {}, controller.signal) };
      });
    const startMs = performance.now();
    await Promise.all(hear().map(({ answer }) => answer));
    const wholeMs = performance.now() - startMs;
    for (const share of [0, 0.05, 0.1, 0.2]) {
      const calls = hear();
      const answered = Promise.allSettled(calls.map(({ answer }) => answer));
      await delay(wholeMs * share);
      const abortMs = performance.now();
      for (const { controller } of calls) controller.abort(new Error('enough'));
      const results = await answered;
      expect(performance.now() - abortMs).toBeLessThan(100);
      expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { message: 'enough' } });
      // The one that ran may end, and some before the cancel arrives; all that waited would take longer.
      expect((await recognizer.recognize(clip, {}, never)).text).toBe('一三十二八。');
      expect(performance.now() - abortMs, `of ${wholeMs} ms`).toBeLessThan(wholeMs / 2);
    }
    await recognizer.dispose();
    await expect(recognizer.recognize(clip, {}, never)).rejects.toThrow();
    await connection.dispose();
  });
});
