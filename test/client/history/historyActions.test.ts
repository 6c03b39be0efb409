import { beforeEach, expect, test } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import type { SpeechConnection } from '../../../client/src/daemon/speechConnection.ts';
import type { SpeechService } from '../../../client/src/daemon/speechService.ts';
import { createHistoryActions, type HistoryActions } from '../../../client/src/history/historyActions.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import type { KeptUtterance } from '../../../protocol/history.ts';
import { modelsList } from '../../../protocol/models.ts';
import { settings } from '../../support/fakeSettings.ts';
import { contexts, showDocument, user } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

beforeEach(() => {
  user.asked.length = 0;
  user.answers.length = 0;
});

const notWritable = new SpeechError('cacheNotWritable', { message: 'It stays.', hint: 'Let it go.' });

const whisper = {
  id: 'whisper-base',
  title: 'Whisper',
  capabilities: ['recognition'],
  languages: ['de', 'en'],
  state: 'installed',
};

/** @param refusalCount  so many requests fail */
function openHistory(refusalCount = 0): {
  readonly actions: HistoryActions;
  readonly requests: readonly unknown[];
} {
  const requests: unknown[] = [];
  const connection: SpeechConnection = {
    request: ({ method }, params) => {
      requests.push([method, params]);
      if (requests.length <= refusalCount) return Promise.reject(notWritable);
      return Promise.resolve((method === modelsList.method ? { models: [whisper] } : {}) as never);
    },
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
    [Symbol.dispose]: () => undefined,
  };
  const service = { connect: () => Promise.resolve(connection) } as unknown as SpeechService;
  const log = { error: () => undefined } as unknown as LogOutputChannel;
  return {
    actions: createHistoryActions({ service, log, tell: () => undefined, refresh: () => undefined }),
    requests,
  };
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

test('what is transcribed again is heard with the language and the words of the folder of the document', async () => {
  const { uri } = showDocument('/book/one.aloud', 'aloud');
  settings.set('aloud.dictation.identifiers', false);
  settings.set(`${String(uri)} aloud.dictation.language`, 'de');
  settings.set(`${String(uri)} aloud.dictation.vocabulary`, ['Wendelin']);
  settings.set(`${String(uri)} aloud.dictation.replacements`, { 'my mail': 'jane@example.org', wrong: 3 });
  const { actions, requests } = openHistory();
  const hearing = {
    text: 'Hi',
    language: 'en',
    emotion: null,
    events: [],
    engine: 'whisper',
    model: 'whisper',
  };
  const utterance: KeptUtterance = {
    id: 'a',
    saidMs: 0,
    durationMs: 900,
    hasSound: true,
    hearings: [hearing],
  };
  await actions.run('transcribe', { kind: 'utterance', utterance, hearing });
  expect(requests.at(-1)).toEqual([
    'speech/historyTranscribe',
    {
      id: 'a',
      engine: 'whisper-base',
      language: 'de',
      vocabulary: ['Wendelin'],
      replacements: [{ heard: 'my mail', written: 'jane@example.org' }],
      leaveOutFillers: true,
    },
  ]);
});
