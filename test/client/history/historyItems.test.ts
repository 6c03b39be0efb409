import { expect, test } from 'vitest';
import { toTreeItem } from '../../../client/src/history/historyItems.ts';
import { toNodes } from '../../../client/src/history/historyNodes.ts';
import type { Hearing } from '../../../protocol/history.ts';

const hearing = (text: string, known: Partial<Hearing> = {}): Hearing => ({
  text,
  language: null,
  emotion: null,
  events: [],
  engine: 'moonshine',
  model: 'moonshine-tiny',
  ...known,
});

test.each([
  ['Come in.', [hearing('Come in.')]],
  [
    'Come in., en, happy, sensevoice',
    [hearing('Come in.', { language: 'en', emotion: 'happy', model: 'sensevoice' }), hearing('Come.')],
  ],
])('a screen reader says "%s" behind the time', (label, hearings) => {
  const [node] = toNodes([{ id: '1', saidMs: 0, durationMs: 1000, hasSound: true, hearings }]);
  const said = node === undefined ? '' : (toTreeItem(node).accessibilityInformation?.label ?? '');
  expect(said.slice(said.indexOf('Come'))).toBe(label);
});
