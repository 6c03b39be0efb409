import { expect, test } from 'vitest';
import { spokenLanguage } from '../../server/src/recognition/spokenLanguage.ts';

test.each([
  ['en', 'en'],
  ['EN-us', 'en'],
  ['en_US', 'en'],
  ['de-AT', 'de'],
  ['nb', 'no'],
  ['zh', 'zh'],
  ['cmn', 'zh'],
  ['zh-cmn-Hans', 'zh'],
  ['zh-Hant-TW', 'zh'],
  ['zh-HK', 'yue'],
  ['zh_HK', 'yue'],
  ['zh-Hant-HK', 'yue'],
  ['zh-MO', 'yue'],
  ['zh-yue', 'yue'],
  ['yue-Hant', 'yue'],
  ['en-HK', 'en'],
  ['Cantonese', 'cantonese'],
  ['', ''],
])('%s is spoken as %s', (tag, language) => {
  expect(spokenLanguage(tag)).toBe(language);
});
