import { expect, test } from 'vitest';
import type { Hearing, KeptUtterance } from '../../../protocol/history.ts';
import { childrenOf, labelOf, timeOf, toNodes } from '../../../client/src/history/historyNodes.ts';

const hearing = (text: string, events: string[] = []): Hearing => ({
  text,
  language: 'en',
  emotion: null,
  events,
  engine: 'moonshine',
  model: 'moonshine-tiny',
});
const utterance = (...hearings: Hearing[]): KeptUtterance => ({
  id: '0mij9k2x1-5f0c3a9e',
  saidMs: 0,
  durationMs: 1000,
  hasSound: true,
  hearings,
});

test('the latest hearing is the row, those before are below it', () => {
  const nodes = toNodes([
    utterance(hearing('third'), hearing('second'), hearing('first')),
    utterance(hearing('alone')),
  ]);
  expect(nodes.map(labelOf)).toEqual(['third', 'alone']);
  expect(nodes.map((node) => childrenOf(node).map(labelOf))).toEqual([['second', 'first'], []]);
  expect(nodes.flatMap(childrenOf).flatMap(childrenOf)).toEqual([]);
});

test.each([
  [hearing(' One\n\ntwo '), 'One two'],
  [hearing('', ['laughter', 'applause']), '[laughter] [applause]'],
])('%j is labeled %j', (heard, expected) => {
  expect(toNodes([utterance(heard)]).map(labelOf)).toEqual([expected]);
});

test.each([
  [new Date(2026, 2, 4, 9, 5), /^09:05$/u],
  [new Date(2026, 2, 3, 23, 50), /3.*Mar.*23:50|Mar.*3.*23:50/u],
])('%s has the time %s on the 4th of March', (said, expected) => {
  expect(timeOf(said.getTime(), new Date(2026, 2, 4, 18, 0).getTime(), 'en-GB')).toMatch(expected);
});
