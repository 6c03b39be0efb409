import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
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
      return Promise.resolve();
    },
    nowMs: () => nowMs,
  });
  return {
    service,
    log,
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

test('one that dies again and again is started after longer and longer pauses', async () => {
  const { service, log, end } = createDaemon();
  for (let count = 0; count < 9; count += 1) {
    await service.connect(never);
    end(1000, false);
  }
  expect(log.filter((line) => line.startsWith('wait'))).toEqual(
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((pauseMs) => `wait ${pauseMs}`),
  );
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
