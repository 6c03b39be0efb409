import { beforeEach, expect, test, vi } from 'vitest';
import { createCastActions } from '../../../client/src/cast/castActions.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { picks, user } from '../../support/fakeVscode.ts';
import { never } from '../../support/never.ts';

beforeEach(() => {
  picks.length = 0;
  user.asked.length = 0;
});

const voice = { id: 'bf_emma', language: 'en-GB', gender: 'female', engine: 'kokoro', state: 'notInstalled' };
const notInstalled = new SpeechError('modelNotInstalled', {
  message: 'Kokoro is not there.',
  hint: 'Fetch it.',
  data: { model: 'kokoro-82m', title: 'Kokoro', bytes: 121_000_000 },
});

test('a voice that cannot be heard while one is chosen says why, and what helps', async () => {
  const connection = {
    request: ({ method }: { readonly method: string }) =>
      method === 'speech/playbackStart' ? Promise.reject(notInstalled) : Promise.resolve({ voices: [voice] }),
    on: () => ({ [Symbol.dispose]: () => undefined }),
    signal: never,
  };
  const service = { connect: () => Promise.resolve(connection) };
  const log = { error: () => undefined };
  const actions = createCastActions({ service, log } as never);
  const script = { getText: () => '', uri: {}, version: 1 };
  const node = { name: 'MARA', voice: null, language: null, lineCount: 1, source: null };
  const done = actions.run('assign', { script, node } as never);
  await vi.waitFor(() => {
    expect(picks.at(-1)?.isShown).toBe(true);
  });
  picks.at(-1)?.pressButton('bf_emma');
  await vi.waitFor(() => {
    expect(user.asked).toEqual([
      { question: 'Kokoro is not there. Kokoro can be downloaded: 121 MB.', offered: ['Download'] },
    ]);
  });
  expect(picks.at(-1)?.isShown).toBe(false);
  await done;
});
