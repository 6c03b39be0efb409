import { expect, test } from 'vitest';
import { createLastUtterances } from '../../../client/src/dictation/lastUtterances.ts';

type Step = 'utterance' | 'typing' | 'scratch';

test.each<[name: string, steps: readonly Step[], expected: readonly boolean[]]>([
  ['one', ['utterance', 'scratch'], [true]],
  [
    'as many as were written',
    ['utterance', 'utterance', 'scratch', 'scratch', 'scratch'],
    [true, true, false],
  ],
  ['none that was typed behind', ['utterance', 'typing', 'scratch'], [false]],
  ['none that was typed before', ['utterance', 'typing', 'utterance', 'scratch', 'scratch'], [true, false]],
  ['one after another one was taken back', ['utterance', 'scratch', 'utterance', 'scratch'], [true, true]],
  ['none at the start', ['scratch'], [false]],
])('is taken back: %s', (_name, steps, expected) => {
  const last = createLastUtterances();
  let version = 1;
  const taken: boolean[] = [];
  for (const step of steps) {
    if (step === 'scratch') {
      taken.push(last.isLast(version));
      if (last.isLast(version)) last.undid((version += 1));
    } else if (step === 'typing') version += 1;
    else last.wrote(version, (version += 1));
  }
  expect(taken).toEqual(expected);
});
