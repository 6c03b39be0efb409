import { expect, test } from 'vitest';
import { readOrTell } from '../../../client/src/errors/readOrTell.ts';
import { SpeechError } from '../../../protocol/errors.ts';

test('a view that the service does not answer says why and what helps, without a command line', async () => {
  const told: string[] = [];
  const read: string[] = [];
  const hint = 'Try again; `aloud doctor` says what works.';
  const rows = await readOrTell(
    () => Promise.reject(new SpeechError('daemonUnreachable', { message: 'It has ended.', hint })),
    (message) => told.push(message),
    { log: { error: () => undefined } as never, screenReader: { tell: (sentence) => read.push(sentence) } },
  );
  expect(rows).toEqual([]);
  expect(told).toEqual([
    'It has ended. Try again. Aloud: Doctor says what works on this machine. Aloud: Restart Speech Service starts it anew.',
  ]);
  expect(read).toEqual(told);
});
