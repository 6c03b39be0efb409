import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { findUnspoken, type LanguageKnowledge } from '../../server/src/modelLibrary/findUnspoken.ts';
import { never } from '../support/never.ts';

/** Every other sentence is English. */
const long = 'Hello there.\n\nПривет, мир!\n\n'.repeat(20_000);

/** @param spoken  what the voice speaks */
function speaker(...spoken: string[]): LanguageKnowledge & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    languageOf: (voice) => Promise.resolve(voice === 'nobody' ? null : 'en-US'),
    refuse(voice, language) {
      asked.push(`${voice} ${language}`);
      const refusal = new SpeechError('languageUnsupported', {
        message: `Not ${language}.`,
        hint: 'Try English.',
      });
      return Promise.resolve(spoken.includes(language) ? null : refusal);
    },
  };
}

test('no more is read than the first that is not spoken, and of a language once', async () => {
  const startMs = performance.now();
  const found = await findUnspoken([{ voice: 'v', text: long }], speaker('en-US'), never);
  const refusedMs = performance.now() - startMs;
  expect(found?.refusal.message).toBe('Not ru.');
  const able = speaker('en-US', 'ru');
  expect(await findUnspoken([{ voice: 'v', text: long }], able, never)).toBeNull();
  expect(able.asked).toEqual(['v en-US', 'v ru']);
  expect(refusedMs).toBeLessThan((performance.now() - startMs) / 3);
});

test('others have their turn while a long text is read, and it can be given up', async () => {
  const cancel = new AbortController();
  const looking = findUnspoken([{ voice: 'v', text: long }], speaker('en-US', 'ru'), cancel.signal);
  setImmediate(() => {
    cancel.abort(new Error('Enough.'));
  });
  await expect(looking).rejects.toThrow('Enough.');
});

test('a voice that there is not is passed, also where a language is named', async () => {
  const asked = [
    { voice: 'nobody', text: 'One.' },
    { voice: 'nobody', text: 'One.', language: 'xx' },
  ];
  expect(await findUnspoken(asked, speaker(), never)).toBeNull();
});

test('what is in other letters than the language that is named is in another one', async () => {
  const asked = [
    { voice: 'v', text: 'Hello.', language: 'en' },
    { voice: 'v', text: 'Hello. Привет, мир!', language: 'en' },
  ];
  const found = await findUnspoken(asked, speaker('en'), never);
  expect(found).toMatchObject({ request: asked[1], refusal: { message: 'Not ru.' } });
});
