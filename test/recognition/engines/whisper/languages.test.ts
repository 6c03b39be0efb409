import { expect, test } from 'vitest';
import {
  allowedCodes,
  chooseLanguage,
  toLanguageTag,
} from '../../../../server/src/recognition/engines/whisper/languages.ts';
import { toyLogits, toyTokens } from './whisperTokens.ts';

const { languages } = toyTokens;
/** English 1/7, French 4/7, Javanese 2/7; a word is likelier than all. */
const logits = toyLogits({ 3: 9, 12: 0, 13: Math.log(4), 14: Math.log(2) });

test.for([
  ['the likeliest', {}, 'fr', 4 / 7],
  ['the hint', { language: 'en-GB' }, 'en', 1 / 7],
  ['the hint, whatever is allowed', { language: 'en', allowedLanguages: ['fr'] }, 'en', 1 / 7],
  ['the likeliest that is allowed', { allowedLanguages: ['en', 'jv'] }, 'jw', 2 / 7],
  ['of those allowed, those that are known', { allowedLanguages: ['tlh', 'en'] }, 'en', 1 / 7],
] as const)('%s', ([, wish, code, probability]) => {
  const chosen = chooseLanguage(logits, languages, wish);
  expect(chosen).toMatchObject({ code, token: languages.get(code) });
  expect(chosen.probability).toBeCloseTo(probability, 6);
});

test.for([{ language: 'tlh' }, { allowedLanguages: ['tlh', 'x-none'] }])('%o is refused', (wish) => {
  expect(() => chooseLanguage(logits, languages, wish)).toThrow(
    expect.objectContaining({ code: 'languageUnsupported' }),
  );
});

const many = new Map(['zh', 'no', 'tl', 'he', 'en'].map((code, index) => [code, index]));

test.for([
  ['zh-HK', 'zh'],
  ['yue', 'zh'],
  ['cmn', 'zh'],
  ['nb-NO', 'no'],
  ['fil', 'tl'],
  ['iw', 'he'],
  ['EN_us', 'en'],
] as const)('%s is %s', ([tag, code]) => {
  expect([...(allowedCodes(many, { language: tag }) ?? [])]).toEqual([code]);
});

test('Cantonese is itself where the model knows it', () => {
  expect([...(allowedCodes(new Map([...many, ['yue', 9]]), { language: 'zh-HK' }) ?? [])]).toEqual(['yue']);
});

test('Javanese has the tag of BCP-47', () => {
  expect(['jw', 'fr'].map(toLanguageTag)).toEqual(['jv', 'fr']);
});
