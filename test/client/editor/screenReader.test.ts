import { beforeEach, expect, test } from 'vitest';
import { createScreenReader } from '../../../client/src/editor/screenReader.ts';
import { settings } from '../../support/fakeSettings.ts';
import { briefMessages, user } from '../../support/fakeVscode.ts';

beforeEach(() => {
  settings.clear();
  user.asked.length = 0;
  briefMessages.length = 0;
});

const read = (): readonly string[] => user.asked.map(({ question }) => question);

test('without a screen reader a short note stands in the status bar, and what is for one is not shown', () => {
  const screenReader = createScreenReader();
  screenReader.tell('All was read.');
  screenReader.tellBriefly('It is in the clipboard.');
  expect([read(), briefMessages]).toEqual([[], ['It is in the clipboard.']]);
});

test.each(['key', 'setting'])(
  'where a %s says that one runs, both are notifications, which it reads',
  (by) => {
    const screenReader = createScreenReader();
    if (by === 'key') screenReader.note();
    else settings.set('editor.accessibilitySupport', 'on');
    screenReader.tell('All was read.');
    screenReader.tellBriefly('It is in the clipboard.');
    expect([read(), briefMessages]).toEqual([['All was read.', 'It is in the clipboard.'], []]);
  },
);
