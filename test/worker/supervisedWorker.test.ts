import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { voiceActivityFrameSamples } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import { createHostedEngines } from '../../server/src/worker/hostedEngines.ts';
import { createSupervisedWorker, type SupervisedWorker } from '../../server/src/worker/supervisedWorker.ts';
import { connectWorker } from '../../server/src/worker/workerConnection.ts';
import { createManualClock } from '../support/manualClock.ts';
import { bundleWorker } from './bundledWorker.ts';
import { never } from '../support/never.ts';

const bundled = bundleWorker('fakeEngineWorker.ts');
const workers: SupervisedWorker[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.dispose()));
});
afterAll(() => {
  bundled[Symbol.dispose]();
});

function createBench() {
  const clock = createManualClock();
  const pids: number[] = [];
  const deaths: string[] = [];
  const worker = createSupervisedWorker({
    clock,
    connect: () => {
      const connection = connectWorker({ scriptPath: bundled.scriptPath, onNote: () => undefined });
      if (connection.pid !== undefined) pids.push(connection.pid);
      return connection;
    },
    onDeath: ({ code, signal }) => deaths.push(signal ?? String(code)),
  });
  workers.push(worker);
  const engines = createHostedEngines(worker);
  return {
    clock,
    worker,
    engines,
    /** Of every process that was started. */
    pids,
    deaths,
    open: (engine: string, signal = never) => engines.openRecognizer({ engine, provider: 'cpu' }, signal),
    /** Until a call waits for the next process. */
    untilWaiting: () =>
      vi.waitFor(() => {
        expect(clock.timerCount()).toBe(1);
      }, waiting),
  };
}

const waiting = { timeout: 10_000, interval: 10 };

async function recognize(recognizer: Recognizer, command = 'en', signal = never): Promise<string> {
  const { text } = await recognizer.recognize(new Float32Array(16), { language: command }, signal);
  return text;
}

/** A command that is obeyed once. */
function once(action: string): string {
  const markerPath = path.join(bundled.folder, `${action}${Math.random()}`);
  return `${action}-once:${markerPath}`;
}

async function untilObeyed(command: string): Promise<void> {
  await vi.waitFor(() => {
    expect(existsSync(command.replace(/^.*-once:/, ''))).toBe(true);
  }, waiting);
}

/** Neither running nor a zombie. */
function isGone(pid: number | undefined): boolean {
  if (pid === undefined) throw new Error('No process was started.');
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('no signal is composed of another for a call: the older one would keep it', async () => {
  const compose = vi.spyOn(AbortSignal, 'any');
  await recognize(await createBench().open('good'));
  expect(compose).not.toHaveBeenCalled();
  compose.mockRestore();
});

describe('the process', () => {
  test('starts with the first call, ends five seconds after the last engine is gone, and starts again', async () => {
    const { clock, worker, pids, open, deaths } = createBench();
    expect(worker.status().pid).toBeNull();
    const first = await open('good');
    const second = await open('good');
    expect(worker.status()).toEqual({
      pid: pids[0],
      deathCount: 0,
      openEngineCount: 2,
      runningCallCount: 0,
    });
    await first.dispose();
    clock.advance(60_000);
    expect(await recognize(second)).toBe(`${pids[0]} 2`);
    await second.dispose();
    clock.advance(4999);
    expect(worker.status().pid).toBe(pids[0]);
    clock.advance(1);
    expect(worker.status().pid).toBeNull();
    await vi.waitFor(() => {
      expect(isGone(pids[0])).toBe(true);
    }, waiting);
    expect(await recognize(await open('good'))).toBe(`${pids[1]} 1`);
    expect(deaths).toEqual([]);
  });

  test('dispose ends it and rejects what runs and what comes after', async () => {
    const { worker, pids, open } = createBench();
    const recognizer = await open('good');
    const running = recognize(recognizer, 'hang');
    running.catch(() => undefined);
    await worker.dispose();
    await expect(running).rejects.toMatchObject({ code: 'engineFailed' });
    await expect(recognize(recognizer)).rejects.toThrow('shut down');
    expect([pids.length, isGone(pids[0])]).toEqual([1, true]);
  });
});

describe('an aborted call', () => {
  test('rejects when the process has come to its next check point', async () => {
    const { open } = createBench();
    const recognizer = await open('good');
    const controller = new AbortController();
    const command = once('block');
    const blocked = recognize(recognizer, command, controller.signal);
    await untilObeyed(command);
    const startMs = performance.now();
    controller.abort(new Error('stopped'));
    await expect(blocked).rejects.toThrow('stopped');
    expect(performance.now() - startMs).toBeGreaterThan(1000);
  });

  test('that never comes to one costs the process its life, and nobody else a result', async () => {
    const { clock, deaths, pids, open, untilWaiting } = createBench();
    const recognizer = await open('good');
    const controller = new AbortController();
    const command = once('hang');
    const hung = recognize(recognizer, command, controller.signal);
    hung.catch(() => undefined);
    await untilObeyed(command);
    controller.abort(new Error('stopped'));
    await untilWaiting();
    const hangsAsWell = once('hang');
    const beside = recognize(recognizer, hangsAsWell);
    await untilObeyed(hangsAsWell);
    clock.advance(30_000);
    await expect(hung).rejects.toThrow('stopped');
    expect(await beside).toBe(`${pids[1]} 1`);
    expect(deaths).toEqual(['SIGKILL']);
  });
});

describe('a death', () => {
  test('by kill -9 in the middle of a call: the call is answered by another process', async () => {
    const { pids, deaths, open } = createBench();
    const recognizer = await open('good');
    const command = once('hang');
    const call = recognize(recognizer, command);
    await untilObeyed(command);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    expect(await call).toBe(`${pids[1]} 1`);
    expect(deaths).toEqual(['SIGKILL']);
    expect(isGone(pids[0])).toBe(true);
  });

  test('while nothing runs: the engine is opened anew when it is used, once for all who ask', async () => {
    const { worker, pids, open } = createBench();
    const recognizer = await open('good');
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await vi.waitFor(() => {
      expect(worker.status().deathCount).toBe(1);
    }, waiting);
    const texts = await Promise.all([1, 2, 3].map(() => recognize(recognizer)));
    expect(texts).toEqual([1, 2, 3].map(() => `${pids[1]} 1`));
  });

  test.each([
    ['exit', 'engineFailed', 'ended unexpectedly (exit code 7)'],
    ['segv', 'engineFailed', 'ended unexpectedly (SIGSEGV)'],
  ])('%s by a call, twice: the call fails and is not tried a third time', async (command, code, message) => {
    const { pids, open, clock } = createBench();
    const recognizer = await open('good');
    await expect(recognize(recognizer, command)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
    expect(pids.length).toBe(2);
    const next = recognize(recognizer);
    next.catch(() => undefined);
    clock.advance(1000);
    expect(await next).toBe(`${pids[2]} 1`);
  });

  test('of a full heap is told as such', async () => {
    const { open } = createBench();
    vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=30');
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await expect(recognize(await open('good'), 'oom')).rejects.toMatchObject({
        code: 'outOfMemory',
        message: expect.stringContaining('SIGABRT') as string,
      });
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    }
  });

  test('spares the calls beside the one that caused it', async () => {
    const { pids, engines, open } = createBench();
    const recognizer = await open('good');
    const detector = await engines.openVoiceActivity(never);
    const command = once('hang');
    const bystander = recognize(recognizer, command);
    await untilObeyed(command);
    const culprit = recognize(recognizer, once('exit'));
    expect(await bystander).toBe(`${pids[1]} 1`);
    expect(await culprit).toBe(`${pids[1]} 1`);
    const frame = new Float32Array(voiceActivityFrameSamples).fill(0.5);
    expect((await detector.detect(frame, null, never)).probabilities).toEqual(Float32Array.of(1));
  });

  test('while an engine loads: it is loaded in another process', async () => {
    const { pids, open } = createBench();
    expect(await recognize(await open(once('exit')))).toBe(`${pids[1]} 1`);
  });

  test('of two processes while an engine loads: told, and other engines go on after the delay', async () => {
    const { worker, clock, pids, open, untilWaiting } = createBench();
    await expect(open('exit')).rejects.toMatchObject({ code: 'engineFailed' });
    expect([pids.length, worker.status().openEngineCount]).toEqual([2, 0]);
    const good = open('good');
    await untilWaiting();
    clock.advance(999);
    expect(pids.length).toBe(2);
    clock.advance(1);
    expect(await recognize(await good)).toBe(`${pids[2]} 1`);
  });

  test('a call that waits for the next process can be aborted', async () => {
    const { open, untilWaiting, clock } = createBench();
    await expect(open('exit')).rejects.toMatchObject({ code: 'engineFailed' });
    const controller = new AbortController();
    const call = open('good', controller.signal);
    await untilWaiting();
    controller.abort(new Error('stopped'));
    await expect(call).rejects.toThrow('stopped');
    expect(clock.timerCount()).toBe(0);
  });

  test('four times in a row under one engine: it is given up at once, and tried again after 30 s', async () => {
    const { clock, pids, open, untilWaiting } = createBench();
    await expect(open('exit')).rejects.toMatchObject({ code: 'engineFailed' });
    const again = open('exit');
    again.catch(() => undefined);
    await untilWaiting();
    clock.advance(1000);
    await untilWaiting();
    clock.advance(5000);
    const givenUp = { code: 'engineFailed', message: expect.stringContaining('4 times in a row') as string };
    await expect(again).rejects.toMatchObject({ code: 'engineFailed' });
    await expect(open('exit')).rejects.toMatchObject(givenUp);
    expect(pids.length).toBe(4);
    clock.advance(30_000);
    await expect(open('exit')).rejects.toMatchObject({
      message: expect.stringContaining('5 times in a row') as string,
    });
    expect(pids.length).toBe(5);
  });
});
