import { beforeEach, expect, test } from 'vitest';
import { writeSetting } from '../../../client/src/settings/writeSetting.ts';
import { settings } from '../../support/fakeSettings.ts';

beforeEach(() => {
  settings.clear();
});

const id = 'aloud.readAloud.voice';
const everywhere = [`book ${id}`, `workspace ${id}`, id] as const;

test.each<[setIn: readonly string[], writtenTo: string]>([
  [[], everywhere[2]],
  [[everywhere[2]], everywhere[2]],
  [[everywhere[1]], everywhere[1]],
  [[everywhere[1], everywhere[2]], everywhere[1]],
  [[everywhere[0]], everywhere[0]],
  [everywhere, everywhere[0]],
  [[`other ${id}`], everywhere[2]],
])('set in %j, it is changed in %s', async (setIn, writtenTo) => {
  for (const place of setIn) settings.set(place, 'af_heart');
  await writeSetting(id, 'bm_george', 'book' as never);
  const expected = [
    ...setIn.filter((place) => place !== writtenTo).map((place) => [place, 'af_heart']),
    [writtenTo, 'bm_george'],
  ];
  expect([...settings].sort()).toEqual(expected.sort());
});

test('without a document, the workspace is looked at', async () => {
  settings.set(`book ${id}`, 'af_heart').set(`workspace ${id}`, 'af_heart');
  await writeSetting(id, 'bm_george');
  expect(settings.get(`workspace ${id}`)).toBe('bm_george');
  expect(settings.get(`book ${id}`)).toBe('af_heart');
});
