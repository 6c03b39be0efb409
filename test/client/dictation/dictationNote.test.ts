import { expect, test } from 'vitest';
import { createDictationNote } from '../../../client/src/dictation/dictationNote.ts';
import { readCommands } from '../../../client/src/dictation/spokenCommands.ts';

type Said = readonly [utterance: string, place?: 'clipboard'];

test.each<[name: string, said: readonly Said[], expected: string]>([
  ['nothing', [], 'Nothing was written.'],
  ['all of it', [['One.'], ['Two.']], 'Written: One. Two.'],
  ['no command', [['One.'], ['New line.'], ['Two.']], 'Written: One. Two.'],
  ['not what was taken back', [['One.'], ['Two.'], ['Scratch that.']], 'Written: One.'],
  ['where it is', [['One.'], ['Two.', 'clipboard']], 'Written: One. In the clipboard: Two.'],
  ['of very much its end', [[`${'a '.repeat(1000)}end.`]], `Written: … ${'a '.repeat(498)}end.`],
  ['of no character the half', [[`${'😀'.repeat(600)}.`]], `Written: … ${'😀'.repeat(499)}.`],
])('at the end is told: %s', (_name, said, expected) => {
  const note = createDictationNote();
  for (const [utterance, place = 'written'] of said) {
    const steps = readCommands(utterance);
    if (steps.some(({ kind }) => kind === 'scratch')) note.tookBack();
    else note.wrote(steps, place);
  }
  expect(note.sentence()).toBe(`Dictation has ended. ${expected}`);
});
