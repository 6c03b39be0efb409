import { beforeEach, expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { SpeechService } from '../../../client/src/daemon/speechService.ts';
import { createHistoryActions, type HistoryActions } from '../../../client/src/history/historyActions.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { contexts, user } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

beforeEach(() => {
  user.asked.length = 0;
  user.answers.length = 0;
});

const notWritable = new SpeechError('cacheNotWritable', { message: 'It stays.', hint: 'Let it go.' });

/** @param refusalCount  so many requests fail */
function openHistory(refusalCount = 0): {
  readonly actions: HistoryActions;
  readonly requests: readonly unknown[];
} {
  const requests: unknown[] = [];
  const connection: SpeechConnection = {
    request: ({ method }, params) => {
      requests.push([method, params]);
      return requests.length > refusalCount ? Promise.resolve({} as never) : Promise.reject(notWritable);
    },
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
    [Symbol.dispose]: () => undefined,
  };
  const service = { connect: () => Promise.resolve(connection) } as unknown as SpeechService;
  const log = { error: () => undefined } as unknown as LogOutputChannel;
  return { actions: createHistoryActions({ service, log, refresh: () => undefined }), requests };
}

const all = ['speech/historyDelete', {}];

test.each([
  { answer: 'Delete', requests: [all] },
  { answer: null, requests: [] },
])('everything is deleted once the user has agreed: $answer', async ({ answer, requests }) => {
  if (answer !== null) user.answers.push(answer);
  const history = openHistory();
  await history.actions.run('clear', null);
  expect(user.asked).toEqual([
    { question: 'Delete everything that was said, with its sound?', offered: ['Delete'] },
  ]);
  expect(history.requests).toEqual(requests);
});

test.each([
  { answers: ['Try again', 'Try again'], requestCount: 3 },
  { answers: [], requestCount: 1 },
])(
  'what cannot be deleted is told, and tried again on demand: $answers',
  async ({ answers, requestCount }) => {
    user.answers.push(...answers);
    const { actions, requests } = openHistory(2);
    await actions.deleteAll();
    await expect.poll(() => requests, { interval: 5 }).toEqual(new Array(requestCount).fill(all));
    const told = { question: 'It stays. Let it go.', offered: ['Try again', 'Show log'] };
    expect(user.asked).toEqual(new Array(Math.min(requestCount, 2)).fill(told));
  },
);

test('what is played can be stopped while it is played, without an error, and another one goes on', async () => {
  const signals: AbortSignal[] = [];
  const connection = {
    request: (_method: unknown, _params: unknown, signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      }),
    on: () => undefined,
    signal: never,
  };
  const service = { connect: () => Promise.resolve(connection) };
  const actions = createHistoryActions({ service, log: {}, refresh: () => undefined } as never);
  const play = (): Promise<void> => actions.run('play', { utterance: { id: 'u1' } } as never);
  const first = play();
  await expect.poll(() => signals.length, { interval: 5 }).toBe(1);
  const second = play();
  await first;
  await expect.poll(() => signals.length, { interval: 5 }).toBe(2);
  expect(contexts.get('aloud.isPlayingHistory')).toBe(true);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  actions.stop();
  await second;
  expect(contexts.get('aloud.isPlayingHistory')).toBe(false);
  expect(user.asked).toEqual([]);
});
