import { describe, expect, test } from 'vitest';
import type { Voice } from '../protocol/voices.ts';
import { chooseVoice, type KnownVoices, type VoiceWish } from '../server/src/chooseVoice.ts';

const voice = (id: string, engine: string): Voice => ({
  id,
  engine,
  language: 'en',
  gender: null,
  state: 'installed',
});

const known: KnownVoices = {
  voices: [voice('af_heart', 'kokoro'), voice('Mara', 'cosyvoice'), voice('Tom', 'cosyvoice')],
  engines: ['kokoro', 'cosyvoice', 'mute'],
  defaultVoice: 'af_heart',
  engineOf: (name) => (name.startsWith('af_') ? 'kokoro' : 'cosyvoice'),
};

describe('a wish leads to a voice', () => {
  test.each<[VoiceWish, string]>([
    [{}, 'af_heart'],
    [{ voice: 'Tom' }, 'Tom'],
    [{ engine: 'kokoro' }, 'af_heart'],
    [{ engine: 'cosyvoice' }, 'Mara'],
    [{ engine: 'cosyvoice', voice: 'Tom' }, 'Tom'],
    // Whether it is there is another question.
    [{ engine: 'cosyvoice', voice: 'Nobody' }, 'Nobody'],
  ])('%j: %s', (wish, expected) => {
    expect(chooseVoice(wish, known)).toBe(expected);
  });
});

describe('a wish that leads nowhere', () => {
  test.each<[VoiceWish, string, RegExp]>([
    [{ engine: 'cosivoice' }, 'unknownModel', /no engine "cosivoice".*Did you mean cosyvoice\?/su],
    [{ engine: 'cosyvoice', voice: 'af_heart' }, 'unknownVoice', /"af_heart" is spoken by kokoro/u],
    [{ engine: 'mute' }, 'unknownVoice', /no voice for mute yet.*aloud voices add NAME CLIP --whose/su],
  ])('%j', (wish, code, text) => {
    let failure: unknown;
    try {
      chooseVoice(wish, known);
    } catch (error) {
      failure = error;
    }
    const { message, hint } = failure as { readonly message: string; readonly hint: string };
    expect(failure).toMatchObject({ code });
    expect(`${message} ${hint}`).toMatch(text);
  });
});
