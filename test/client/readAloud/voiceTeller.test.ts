import { beforeEach, expect, test } from 'vitest';
import { createVoiceTeller } from '../../../client/src/readAloud/voiceTeller.ts';
import { user } from '../../support/fakeVscode.ts';

beforeEach(() => {
  user.asked.length = 0;
});

test('a voice that there is not is told once, with the way out that the editor has', () => {
  const tell = createVoiceTeller();
  const replaced = {
    voice: 'af_haert',
    place: null,
    spokenBy: 'af_heart',
    message: 'There is no voice "af_haert".',
    hint: 'Did you mean af_heart? `aloud voices` lists all; `aloud voices add` makes one of a clip.',
  };
  for (let time = 0; time < 2; time += 1) tell(null, replaced);
  expect(user.asked.map(({ question }) => question)).toEqual([
    'There is no voice "af_haert". af_heart speaks in its place. Did you mean af_heart? Models and Voices lists all voices.',
  ]);
});
