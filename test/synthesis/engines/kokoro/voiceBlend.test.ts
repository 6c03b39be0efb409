import { expect, it } from 'vitest';
import { parseVoiceBlend } from '../../../../server/src/synthesis/engines/kokoro/voiceBlend.ts';

it.each([
  ['af_heart', [{ id: 'af_heart', share: 1 }]],
  [
    'af_heart:3+am_adam',
    [
      { id: 'af_heart', share: 0.75 },
      { id: 'am_adam', share: 0.25 },
    ],
  ],
  [
    'af_heart + am_adam',
    [
      { id: 'af_heart', share: 0.5 },
      { id: 'am_adam', share: 0.5 },
    ],
  ],
  ['af_heart:0', null],
  ['af_heart:loud', null],
  ['af_heart:1e308+am_adam:1e308', null],
  ['af_heart:1:2', null],
])('reads %s', (name, expected) => {
  expect(parseVoiceBlend(name)).toEqual(expected);
});
