import { expect, it } from 'vitest';
import { catalogVoiceIds } from '../../../../server/src/synthesis/engines/kokoro/kokoroVoices.ts';
import { voiceGainDb } from '../../../../server/src/synthesis/engines/kokoro/voiceLevels.ts';

it.each([
  [[{ id: 'af_heart', share: 1 }], 0],
  [[{ id: 'af_nova', share: 1 }], 3.2],
  [[{ id: 'am_puck', share: 1 }], -4.6],
  [
    [
      { id: 'af_nova', share: 0.5 },
      { id: 'af_heart', share: 0.5 },
    ],
    1.6,
  ],
  [[{ id: 'someone_new', share: 1 }], 0],
])('%j needs %f dB', (voices, db) => {
  expect(voiceGainDb(voices)).toBeCloseTo(db, 5);
});

it('knows every voice of the catalogue; one is as loud as the default one', () => {
  const asLoud = catalogVoiceIds('kokoro-82m').filter((id) => voiceGainDb([{ id, share: 1 }]) === 0);
  expect(asLoud).toEqual(['af_heart', 'em_alex']);
});
