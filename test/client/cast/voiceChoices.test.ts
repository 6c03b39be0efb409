import { expect, test } from 'vitest';
import { voiceChoices } from '../../../client/src/cast/voiceChoices.ts';
import type { Voice } from '../../../protocol/voices.ts';

const voice = (id: string, language: string, state: Voice['state'] = 'installed'): Voice => ({
  id,
  engine: 'kokoro',
  language,
  gender: 'female',
  state,
});

const voices = [
  voice('ef_dora', 'es', 'notInstalled'),
  voice('af_sky', 'en-US', 'notInstalled'),
  voice('af_heart', 'en-US'),
  voice('bf_emma', 'en-GB'),
];

test.each<[current: string | null, expected: string[]]>([
  [null, ['# en-GB', 'bf_emma', '# en-US', 'af_heart', 'af_sky', '# es', 'ef_dora']],
  ['af_sky', ['# en-US', 'af_heart', 'af_sky (in use)', '# en-GB', 'bf_emma', '# es', 'ef_dora']],
])('voices by language, where %s is in use', (current, expected) => {
  const shown = voiceChoices(voices, current).map((choice) =>
    choice.kind === 'language'
      ? `# ${choice.language}`
      : `${choice.voice.id}${choice.isCurrent ? ' (in use)' : ''}`,
  );
  expect(shown).toEqual(expected);
});
