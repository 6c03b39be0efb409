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

it('believes the caller', () => {
  expect(chooseLanguage({ text: 'Good morning', voiceLanguage: 'es', requested: 'en' })).toBe('en');
});
