import { beforeEach, expect, test, vi } from 'vitest';
import { helpWithError } from '../../../client/src/recovery/helpWithError.ts';
import { SpeechError } from '../../../protocol/errors.ts';
import { user, window } from '../../support/fakeVscode.ts';

beforeEach(() => {
  user.asked.length = 0;
  user.answers.length = 0;
});

const busy = new SpeechError('busy', { message: 'It is busy.', hint: 'Wait.' });

/** @returns what is logged, as it comes */
function helpWith(retry: () => Promise<void>): readonly string[] {
  const logged: string[] = [];
  const log = { error: (error: unknown) => logged.push(String(error)), show: () => undefined };
  helpWithError(busy, { service: {}, log, retry } as never);
  return logged;
}

test('what fails again when it is tried again is told again', async () => {
  user.answers.push('Try again');
  helpWith(() => Promise.reject(new SpeechError('diskFull', { message: 'It is full.', hint: 'Clear it.' })));
  await expect
    .poll(() => user.asked.map(({ question }) => question))
    .toEqual(['It is busy. Wait.', 'It is full. Clear it.']);
});

test('what cannot be told is logged, once', async () => {
  const showing = vi.spyOn(window, 'showErrorMessage');
  for (let time = 0; time < 5; time += 1) showing.mockRejectedValueOnce(new Error('The window is closing.'));
  const logged = helpWith(() => Promise.resolve());
  await new Promise((resolve) => setTimeout(resolve, 20));
  showing.mockRestore();
  expect(logged).toEqual([String(busy), 'Error: The window is closing.']);
});
