import { beforeEach, expect, test } from 'vitest';
import { noteOtherDictation } from '../../../client/src/dictation/noteOtherDictation.ts';
import { settings } from '../../support/fakeSettings.ts';
import { user } from '../../support/fakeVscode.ts';

beforeEach(() => {
  settings.clear();
  user.asked.length = 0;
});

test.each([
  [undefined, 0],
  [false, 0],
  [true, 1],
])('where the dictation of VS Code itself is %s, a note says so %d times', async (isEnabled, count) => {
  if (isEnabled !== undefined) settings.set('dictation.enabled', isEnabled);
  const kept = new Map<string, unknown>();
  const state = {
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  for (let time = 0; time < 2; time += 1) await noteOtherDictation(state as never);
  expect(user.asked).toHaveLength(count);
});
