import { expect, it } from 'vitest';
import {
  catalogVoiceIds,
  kokoroVoices,
} from '../../../../server/src/synthesis/engines/kokoro/kokoroVoices.ts';

it('tells language and gender from the id and leaves out what is no voice', () => {
  expect(kokoroVoices(['bm_lewis', 'readme', 'af_heart', 'xf_nobody'], 'installed')).toEqual([
    { id: 'af_heart', engine: 'kokoro', language: 'en-US', gender: 'female', state: 'installed' },
    { id: 'bm_lewis', engine: 'kokoro', language: 'en-GB', gender: 'male', state: 'installed' },
  ]);
});

it('knows all 54 voices of the catalogue', () => {
  const voices = kokoroVoices(catalogVoiceIds('kokoro-82m'), 'notInstalled');
  expect(voices).toHaveLength(54);
  expect(new Set(voices.map(({ language }) => language))).toEqual(
    new Set(['en-US', 'en-GB', 'es', 'fr-FR', 'hi', 'it', 'ja', 'pt-BR', 'zh']),
  );
});
