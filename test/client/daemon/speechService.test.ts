import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import { createSpeechService } from '../../../client/src/daemon/speechService.ts';
import { never } from '../../support/never.ts';

function createDaemon() {
  const log: string[] = [];
  let nowMs = 0;
  let lose = (): void => undefined;
  let isRunning = false;
  const openSocket = (): Promise<Socket> => {
    log.push('open');
    if (!isRunning) {
      return Promise.reject(
        new SpeechError('daemonUnreachable', { message: 'No daemon.', hint: 'Start it.' }),
      );
    }
    return Promise.resolve(new Socket());
  };
  const createConnection = (): SpeechConnection => {
    const ended = new AbortController();
    lose = () => {
      ended.abort();
    };
    return {
      signal: ended.signal,
      request: () => Promise.reject(new Error('Nothing is asked.')),
      on: () => ({ [Symbol.dispose]: () => undefined }),
      [Symbol.dispose]: lose,
    };
  };
  const service = createSpeechService({
    locate: () => {
      log.push('locate');
      isRunning = true;
      return Promise.resolve({ address: 'a', tokenFile: 't' });
    },
    openSocket,
    createConnection: () => Promise.resolve(createConnection()),
    wait: (durationMs) => {
      log.push(`wait ${durationMs}`);
      nowMs += durationMs;
      return Promise.resolve();
    },
    nowMs: () => nowMs,
  });
  return {
    service,
    log,
    pass: (durationMs: number): void => {
      nowMs += durationMs;
    },
    end: (afterMs: number, goesAway: boolean): void => {
      nowMs += afterMs;
      isRunning = !goesAway;
      lose();
    },
  };
}

test('whoever asks at the same time gets the same connection', async () => {
  const { service, log } = createDaemon();
  const [first, second] = await Promise.all([service.connect(never), service.connect(never)]);
  expect(first).toBe(second);
  expect(log).toEqual(['locate', 'open']);
});

test('a daemon that has ended is started again; one that only closed the connection is not', async () => {
  const { service, log, end } = createDaemon();
  await service.connect(never);
  end(60_000, false);
  await service.connect(never);
  end(60_000, true);
  await service.connect(never);
  expect(log).toEqual(['locate', 'open', 'open', 'open', 'locate', 'open']);
});

/** @returns what asking `afterMs` after each of so many deaths of a daemon gives: what is waited for, or the refusal */
async function askAfterDeaths(count: number, afterMs: number): Promise<readonly string[]> {
  const { service, log, end, pass } = createDaemon();
  const told: string[] = [];
  for (let death = 0; death < count; death += 1) {
    while (
      !(await service.connect(never).then(
        () => true,
        () => false,
      ))
    )
      pass(1000);
    end(1000, false);
    pass(afterMs);
    log.length = 0;
    const refusal = await service.connect(never).then(
      () => null,
      (error: unknown) => error,
    );
    told.push(isSpeechError(refusal) ? `${refusal.message} ${refusal.hint}` : log.join(', '));
    if (refusal === null) end(0, false);
  }
  return told;
}

test.each([
  {
    name: 'is started after a pause, and left alone where that would be longer than anybody waits',
    afterMs: 0,
    told: [
      'wait 500, open',
      'wait 2000, open',
      'The speech service has ended 5 times within a short time. Restart it, or try again in 8 seconds.',
      'The speech service has ended 6 times within a short time. Restart it, or try again in 16 seconds.',
      'The speech service has ended 7 times within a short time. Restart it, or try again in 30 seconds.',
    ],
  },
  {
    name: 'is started at once by who comes when the pause is over',
    afterMs: 30_000,
    told: ['open', 'open', 'open', 'open', 'open'],
  },
])('a daemon that dies again and again $name', async ({ afterMs, told }) => {
  expect(await askAfterDeaths(5, afterMs)).toEqual(told);
});

test('who restarts it does not wait for what died before', async () => {
  const { service, log, end } = createDaemon();
  for (let death = 0; death < 4; death += 1) {
    service.forgetDeaths();
    await service.connect(never);
    end(1000, false);
  }
  expect(log).toEqual(['locate', 'open', 'open', 'open', 'open']);
});

test('a daemon that has lived for a while may die once more', async () => {
  const { service, log, end } = createDaemon();
  for (const livedMs of [1000, 1000, 30_000, 1000]) {
    await service.connect(never);
    end(livedMs, false);
  }
  await service.connect(never);
  expect(log.filter((line) => line.startsWith('wait'))).toEqual(['wait 500', 'wait 1000', 'wait 500']);
});

test('an abort ends the wait at once', async () => {
  const service = createSpeechService({
    locate: () => new Promise(() => undefined),
    openSocket: () => Promise.reject(new Error('Never.')),
    createConnection: () => Promise.reject(new Error('Never.')),
    wait: () => Promise.resolve(),
    nowMs: () => 0,
  });
  await expect(service.connect(AbortSignal.abort(new Error('Enough.')))).rejects.toThrow('Enough.');
});
