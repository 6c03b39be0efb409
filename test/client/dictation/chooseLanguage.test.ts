import { beforeEach, expect, test } from 'vitest';
import { chooseLanguage } from '../../../client/src/dictation/chooseLanguage.ts';
import { settings } from '../../support/fakeSettings.ts';
import { user } from '../../support/fakeVscode.ts';

beforeEach(() => {
  settings.clear();
  user.asked.length = 0;
  user.answers.length = 0;
});

const models = [
  { title: 'Moonshine', capabilities: ['recognition'], languages: ['en'], state: 'installed' },
  { title: 'Whisper', capabilities: ['recognition'], languages: ['de', 'en', 'ar'], state: 'notInstalled' },
  { title: 'Kokoro', capabilities: ['synthesis'], languages: ['fr'], state: 'installed' },
];
const connection = { request: () => Promise.resolve({ models }) };
const parts = {
  service: { connect: () => Promise.resolve(connection) },
  log: { error: () => undefined },
  tell: () => undefined,
} as never;

test('what can be heard now stands first, and what is in use says so', async () => {
  settings.set('aloud.dictation.language', 'de');
  await chooseLanguage(parts);
  expect(user.asked).toEqual([
    {
      question: 'The language that is spoken',
      offered: [
        'The language of the editor: English',
        'What the engine finds out: ',
        'English: en · Moonshine',
        'Arabic: ar · not downloaded',
        'German: de · not downloaded · in use',
      ],
    },
  ]);
  expect(settings.get('aloud.dictation.language')).toBe('de');
});

test.each([
  ['de-AT', 'German: de · not downloaded · in use'],
  ['EN-us', 'English: en · Moonshine · in use'],
  ['', 'The language of the editor: English · in use'],
])('of "%s" is in use: %s', async (language, inUse) => {
  settings.set('aloud.dictation.language', language);
  await chooseLanguage(parts);
  expect(user.asked[0]?.offered.filter((one) => one.endsWith('in use'))).toEqual([inUse]);
});

test.each([
  ['German', 'de'],
  ['What the engine finds out', 'auto'],
  ['The language of the editor', ''],
])('%s is kept as "%s"', async (answer, value) => {
  user.answers.push(answer);
  await chooseLanguage(parts);
  expect(settings.get('aloud.dictation.language')).toBe(value);
});
