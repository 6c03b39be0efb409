import { expect, test } from 'vitest';
import { createFollowing } from '../../../client/src/readAloud/following.ts';

type Step = 'word in view' | 'word out of view' | 'scrolls away' | 'scrolls back' | 'types' | 'asks' | number;

/** Each word says whether the view goes to it; a number lets so many milliseconds pass. */
test.each<[name: string, steps: readonly Step[], expected: readonly boolean[]]>([
  ['the view goes to a word that is out of it', ['word in view', 'word out of view'], [false, true]],
  [
    'who scrolls away is left alone, however long',
    ['scrolls away', 'word out of view', 600_000, 'word out of view'],
    [false, false],
  ],
  [
    'until the word is in view again',
    ['scrolls away', 'word out of view', 'word in view', 'word out of view'],
    [false, false, true],
  ],
  ['or the user scrolls back', ['scrolls away', 'scrolls back', 'word out of view'], [true]],
  ['or asks for it', ['scrolls away', 'word out of view', 'asks', 'word out of view'], [false, true]],
  [
    'who types is left alone for a while',
    ['types', 9_000, 'word out of view', 2_000, 'word out of view'],
    [false, true],
  ],
  ['unless the user asks', ['types', 'asks', 'word out of view'], [true]],
])('%s', (_name, steps, expected) => {
  let nowMs = 0;
  const following = createFollowing(() => nowMs);
  const gone: boolean[] = [];
  for (const step of steps) {
    if (typeof step === 'number') nowMs += step;
    else if (step === 'word in view') gone.push(following.hears(true));
    else if (step === 'word out of view') gone.push(following.hears(false));
    else if (step === 'types') following.worked();
    else if (step === 'asks') following.resume();
    else following.scrolled(step === 'scrolls back');
  }
  expect(gone).toEqual(expected);
});
