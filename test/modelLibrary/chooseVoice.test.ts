import { describe, expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { Voice } from '../../protocol/voices.ts';
import { chooseVoice, type KnownVoices, type VoiceWish } from '../../server/src/modelLibrary/chooseVoice.ts';
import { never } from '../support/never.ts';

const voice = (id: string, engine: string): Voice => ({
  id,
  engine,
  language: 'en',
  gender: null,
  state: 'installed',
});

/** Voices of Kokoro begin with `af_`; whoever begins with N is not there. */
const known: KnownVoices = {
  engines: ['kokoro', 'cosyvoice', 'mute'],
  defaultVoice: 'af_heart',
  engineOf: (name) => (name.startsWith('af_') ? 'kokoro' : 'cosyvoice'),
  listVoices: () =>
    Promise.resolve([voice('af_heart', 'kokoro'), voice('Mara', 'cosyvoice'), voice('Tom', 'cosyvoice')]),
  requireVoice: (name, _signal, engine = 'anyone') =>
    name.startsWith('N')
      ? Promise.reject(
          new SpeechError('unknownVoice', { message: `No ${name} of ${engine}.`, hint: 'Make one.' }),
        )
      : Promise.resolve(),
};

describe('a wish leads to a voice', () => {
  test.each<[VoiceWish, string]>([
    [{}, 'af_heart'],
    [{ voice: 'Tom' }, 'Tom'],
    [{ engine: 'kokoro' }, 'af_heart'],
    [{ engine: 'cosyvoice' }, 'Mara'],
    [{ engine: 'cosyvoice', voice: 'Tom' }, 'Tom'],
  ])('%j: %s', async (wish, expected) => {
    expect(await chooseVoice(wish, known, never)).toBe(expected);
  });
});

describe('a wish that leads nowhere', () => {
  test.each<[VoiceWish, string, RegExp]>([
    [{ engine: 'cosivoice' }, 'unknownModel', /no engine "cosivoice".*Did you mean cosyvoice\?/su],
    [{ engine: 'x' }, 'unknownModel', /no engine "x".*There are kokoro, cosyvoice, mute\./su],
    [{ engine: 'cosyvoice', voice: 'af_heart' }, 'unknownVoice', /"af_heart" is spoken by kokoro/u],
    [{ engine: 'mute' }, 'unknownVoice', /no voice for mute yet.*aloud voices add NAME CLIP --whose/su],
    [{ voice: 'Nobody' }, 'unknownVoice', /^No Nobody of anyone\./u],
    // What is not there is no voice of another engine.
    [{ engine: 'kokoro', voice: 'Nobody' }, 'unknownVoice', /^No Nobody of kokoro\./u],
  ])('%j', async (wish, code, text) => {
    const failure: unknown = await chooseVoice(wish, known, never).catch((error: unknown) => error);
    const { message, hint } = failure as { readonly message: string; readonly hint: string };
    expect(failure).toMatchObject({ code });
    expect(`${message} ${hint}`).toMatch(text);
  });
});
