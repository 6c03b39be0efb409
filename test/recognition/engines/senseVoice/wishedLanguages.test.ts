import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { RecognitionOptions } from '../../../../protocol/recognition.ts';
import { readWishedLanguages } from '../../../../server/src/recognition/engines/senseVoice/wishedLanguages.ts';
import type { Recognizer } from '../../../../server/src/recognition/recognizer.ts';
import { hasGolden, readGoldenWav } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { openToy, toyFolder } from '../../../support/senseVoiceToy.ts';

interface WishCase {
  readonly options: RecognitionOptions;
  readonly query: string;
  readonly allowed: readonly string[] | null;
}

const wishes: readonly WishCase[] = [
  { options: {}, query: 'auto', allowed: null },
  { options: { language: 'en-GB' }, query: 'en', allowed: null },
  { options: { language: 'zh-HK' }, query: 'yue', allowed: null },
  { options: { language: 'zh-Hant-TW' }, query: 'zh', allowed: null },
  { options: { allowedLanguages: ['en', 'zh-CN'] }, query: 'auto', allowed: ['zh', 'en'] },
  { options: { allowedLanguages: ['de', 'ja'] }, query: 'ja', allowed: ['ja'] },
  { options: { allowedLanguages: ['en', 'en-US'] }, query: 'en', allowed: ['en'] },
  { options: { language: 'ko', allowedLanguages: ['ko', 'en'] }, query: 'ko', allowed: ['en', 'ko'] },
];

test.each(wishes)('$options asks for $query', ({ options, query, allowed }) => {
  const wish = readWishedLanguages(options);
  expect(wish.query).toBe(query);
  expect(wish.allowed === null ? null : [...wish.allowed]).toEqual(allowed);
});

test.each([
  { options: { language: 'de' }, message: 'not "de"' },
  { options: { language: 'auto' }, message: 'not "auto"' },
  { options: { language: '' }, message: 'not ""' },
  { options: { allowedLanguages: ['de', 'fr-CA'] }, message: 'none of "de", "fr-CA"' },
])('$options is refused: $message', ({ options, message }) => {
  expect(() => readWishedLanguages(options)).toThrow(
    expect.objectContaining({
      code: 'languageUnsupported',
      message: `SenseVoice hears Chinese, Cantonese, English, Japanese and Korean, ${message}.`,
    }),
  );
});

describe.skipIf(!hasGolden)('allowed languages', () => {
  async function hear(recognizer: Recognizer, wav: string, options: RecognitionOptions) {
    return recognizer.recognize(readGoldenWav(path.join(toyFolder, 'golden', wav)), options, never);
  }

  it.each([
    { wav: 'u0.wav', allowedLanguages: ['zh', 'en'], as: {}, language: 'zh' },
    { wav: 'u0.wav', allowedLanguages: ['en', 'ja'], as: { language: 'en' }, language: 'en' },
    { wav: 'u0.wav', allowedLanguages: ['ja'], as: { language: 'ja' }, language: 'ja' },
    { wav: 'u1.wav', allowedLanguages: ['zh', 'de'], as: { language: 'zh' }, language: 'zh' },
    { wav: 'u6.wav', allowedLanguages: ['zh', 'en'], as: {}, language: null },
  ])('$allowedLanguages: $wav is in $language', async ({ wav, allowedLanguages, as, language }) => {
    const recognizer = await openToy('sherpa.onnx');
    const heard = await hear(recognizer, wav, { allowedLanguages });
    const asked = await hear(recognizer, wav, as);
    await recognizer.dispose();
    expect(heard.language).toBe(language);
    expect(heard.text === '').toBe(language === null);
    // What is written is what the model writes when it is asked for that language.
    expect([heard.text, heard.words]).toEqual([asked.text, asked.words]);
  });

  it('none of which the model hears are refused before anything is heard', async () => {
    const recognizer = await openToy('sherpa.onnx');
    const refusal = hear(recognizer, 'u0.wav', { allowedLanguages: ['de'] });
    await expect(refusal).rejects.toMatchObject({ code: 'languageUnsupported' });
    await recognizer.dispose();
  });
});
