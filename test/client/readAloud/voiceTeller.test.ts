import { beforeEach, expect, test } from 'vitest';
import type { ReplacedVoice } from '../../../client/src/readAloud/playPassage.ts';
import { createVoiceTeller } from '../../../client/src/readAloud/voiceTeller.ts';
import { user } from '../../support/fakeVscode.ts';

type Told = Parameters<ReturnType<typeof createVoiceTeller>>;

const ghost: ReplacedVoice = {
  voice: 'ghost',
  place: { startOffset: 12, endOffset: 17 },
  spokenBy: 'af_heart',
  message: 'There is no voice "ghost".',
  hint: 'Did you mean Grace? `aloud voices` lists all; `aloud voices add` makes one of a clip.',
};

/** A document with ten characters in each line. */
function document(name: string): Told[0] {
  const positionAt = (offset: number) => ({ line: Math.floor(offset / 10), character: offset % 10 });
  return { uri: { toString: () => name }, positionAt } as unknown as Told[0];
}

beforeEach(() => {
  user.asked.length = 0;
});

/** With the way out that the editor has. */
const sentence =
  'There is no voice "ghost". af_heart speaks in its place. Did you mean Grace? Models and Voices lists all voices.';

test.each<[name: string, told: Told, expected: string]>([
  ['in a document', [document('a'), ghost], `Line 2: ${sentence}`],
  ['whose place was deleted meanwhile', [document('a'), { ...ghost, place: null }], sentence],
  ['in no document, as of the clipboard', [null, ghost], sentence],
])('a voice that another speaks for is told: %s', (_name, told, expected) => {
  createVoiceTeller()(...told);
  expect(user.asked).toEqual([{ question: expected, offered: [] }]);
});

test('once for each document and voice', () => {
  const tell = createVoiceTeller();
  tell(document('a'), ghost);
  tell(document('a'), { ...ghost, place: null });
  tell(document('a'), { ...ghost, voice: 'gnome' });
  tell(document('b'), ghost);
  expect(user.asked).toHaveLength(3);
});
