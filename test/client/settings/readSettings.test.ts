import { homedir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../../client/src/settings/readSettings.ts';
import { settingDefinitions } from '../../../protocol/settings.ts';
import { readOf, settings } from '../../support/fakeSettings.ts';

beforeEach(() => {
  settings.clear();
  readOf.clear();
});

test('of several folders each has its own voice, speed, language, vocabulary and takes', () => {
  settings.set('aloud.readAloud.voice', 'af_heart');
  settings.set('book aloud.readAloud.voice', 'bm_george');
  settings.set('book aloud.readAloud.speed', 1.5);
  settings.set('book aloud.dictation.language', 'de');
  settings.set('book aloud.dictation.vocabulary', ['Wendelin']);
  settings.set('book aloud.scripts.takes', 3);
  expect(readSettings('book' as never)).toMatchObject({
    voice: 'bm_george',
    readingSpeed: 1.5,
    dictationLanguage: 'de',
    vocabulary: ['Wendelin'],
    takeCount: 3,
  });
  expect(readSettings('other' as never)).toMatchObject({ voice: 'af_heart', readingSpeed: 1, takeCount: 1 });
  expect(readSettings()).toMatchObject({ voice: 'af_heart', dictationLanguage: 'en', vocabulary: [] });
});

test.each([
  ['aloud.readAloud.speed', 9, { readingSpeed: 3 }],
  ['aloud.scripts.takes', 0, { takeCount: 1 }],
  ['aloud.history.utterances', -5, { historyCount: 0 }],
  ['aloud.dictation.language', 'auto', { dictationLanguage: '' }],
  ['aloud.models.folder', '~/models', { modelsFolder: path.join(homedir(), 'models') }],
  ['aloud.runtime.nodePath', '~/bin/node', { nodePath: path.join(homedir(), 'bin/node') }],
  ['aloud.runtime.nodePath', 'node', { nodePath: 'node' }],
])('%s of %j is brought into its bounds, or is where it is meant', (id, value, expected) => {
  settings.set(id, value);
  expect(readSettings()).toMatchObject(expected);
});

test.each([
  ['book', 'book'],
  [undefined, null],
])('of the document %s only those are read that a folder may have', (document, scope) => {
  readSettings(document as never);
  const expected = Object.entries(settingDefinitions).map(([id, definition]) => [
    id,
    definition.scope === 'resource' ? scope : undefined,
  ]);
  expect(Object.fromEntries(readOf)).toEqual(Object.fromEntries(expected));
  expect(readOf.size).toBe(expected.length);
});
