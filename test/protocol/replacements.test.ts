import { expect, test } from 'vitest';
import { checkReplacements, joinReplacements, parseReplacements } from '../../protocol/replacements.ts';

test.each([
  ['', [], []],
  ['my mail -> jane@example.org\n', [['my mail', 'jane@example.org']], []],
  ['# names\r\n\r\n  get hub  →  GitHub  ', [['get hub', 'GitHub']], []],
  ['arrow function -> "() => "', [['arrow function', '() => ']], []],
  ['sign -> "Best,\\nJane"', [['sign', 'Best,\nJane']], []],
  ['quote -> "To be" or "not"', [['quote', '"To be" or "not"']], []],
  ['channel -> #general', [['channel', '#general']], []],
  ['basically ->', [['basically', '']], []],
  ['no arrow\nGet Hub -> a', [['Get Hub', 'a']], [{ kind: 'noArrow', line: 1 }]],
  [
    'get hub -> GitHub\nGet, Hub! -> other',
    [['get hub', 'GitHub']],
    [{ kind: 'sameWords', heard: 'Get, Hub!', first: 'get hub' }],
  ],
  ['... -> dots', [], [{ kind: 'noWords', heard: '...' }]],
  [`${'x'.repeat(201)} -> x`, [], [{ kind: 'tooLong', heard: 'x'.repeat(201) }]],
])('a file: %j', (text, expected, problems) => {
  const checked = parseReplacements(text);
  expect(checked.replacements.map(({ heard, written }) => [heard, written])).toEqual(expected);
  expect(checked.problems).toEqual(problems);
});

test.each([
  [{}, [], []],
  [{ 'my mail': 'a@b' }, [['my mail', 'a@b']], []],
  [
    { 'my mail': 3, '': 'x', 'get hub': 'GitHub', 'GET HUB': 'other' },
    [['get hub', 'GitHub']],
    [
      { kind: 'notText', heard: 'my mail' },
      { kind: 'noWords', heard: '' },
      { kind: 'sameWords', heard: 'GET HUB', first: 'get hub' },
    ],
  ],
  [['my mail'], [], [{ kind: 'notAList' }]],
  [null, [], [{ kind: 'notAList' }]],
  ['my mail', [], [{ kind: 'notAList' }]],
])('a setting: %j', (value, expected, problems) => {
  const checked = checkReplacements(value);
  expect(checked.replacements.map(({ heard, written }) => [heard, written])).toEqual(expected);
  expect(checked.problems).toEqual(problems);
});

test('the first list counts', () => {
  const own = [{ heard: 'my mail', written: 'own' }];
  const others = [
    { heard: 'My mail', written: 'other' },
    { heard: 'get hub', written: 'GitHub' },
  ];
  expect(joinReplacements([own, others])).toEqual([own[0], others[1]]);
});
