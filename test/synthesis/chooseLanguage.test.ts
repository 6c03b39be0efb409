import { expect, it } from 'vitest';
import { chooseLanguage } from '../../server/src/synthesis/chooseLanguage.ts';

it.each([
  ['Good morning', 'en-GB', 'en-GB'],
  ['Buenos días', 'es', 'es'],
  ['Good morning', 'zh', 'en-US'],
  ['Good morning', 'ja', 'en-US'],
  ['Good morning', 'hi', 'en-US'],
  ['42', 'zh', 'en-US'],
  ['早上好', 'zh', 'zh'],
  ['早上好', 'en-US', 'zh'],
  ['東京', 'ja', 'ja'],
  ['おはよう、東京', 'en-US', 'ja'],
  ['नमस्ते', 'en-US', 'hi'],
  ['Доброе утро', 'en-US', 'ru'],
  ['The word 早 means early', 'en-US', 'en-US'],
])('%s by a voice of %s is %s', (text, voiceLanguage, expected) => {
  expect(chooseLanguage({ text, voiceLanguage })).toBe(expected);
});

it.each([
  ['Good morning', 'en', 'en'],
  ['Доброе утро', 'uk', 'uk'],
  ['東京', 'ja-JP', 'ja-JP'],
  ['Good morning', 'zh', 'zh'],
  ['π', 'en', 'en'],
  ['The word 早 means early', 'en-GB', 'en-GB'],
])('believes the caller that %s is %s', (text, requested, expected) => {
  expect(chooseLanguage({ text, voiceLanguage: 'es', requested })).toBe(expected);
});

it.each([
  ['早上好', 'en', 'zh'],
  ['Доброе утро', 'en-GB', 'ru'],
  ['नमस्ते', 'fr', 'hi'],
])('believes the letters that %s is not %s', (text, requested, expected) => {
  expect(chooseLanguage({ text, voiceLanguage: 'en-US', requested })).toBe(expected);
});
