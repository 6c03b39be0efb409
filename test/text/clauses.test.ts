import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultClauseLimits, readClauses, splitClauses } from '../../server/src/text/clauses.ts';

const paragraph =
  'When the old lighthouse keeper finally retired after forty years of service, the villagers gathered on the pier to say ' +
  'goodbye, and although the wind was bitterly cold that evening, nobody left before the lamp was lit one last time. ' +
  'He thanked them all. Then he walked home alone, carrying the brass key, and never once looked back.';

describe('the units of a paragraph', () => {
  const units = clauses(paragraph);
  test('the first is short, the later ones are longer', () => {
    const counts = units.map((unit) => unit.split(/\s+/u).length);
    expect(counts[0]).toBeLessThanOrEqual(12);
    expect(counts[0]).toBeGreaterThanOrEqual(3);
    expect(Math.max(...counts.slice(1))).toBeGreaterThan(12);
  });
  test('they are cut where one would breathe', () => {
    expect(units).toMatchInlineSnapshot(`
      [
        "When the old lighthouse keeper finally retired",
        "after forty years of service, the villagers gathered on the pier to say goodbye,",
        "and although the wind was bitterly cold that evening, nobody left before the lamp was lit one last time. He thanked them all.",
        "Then he walked home alone, carrying the brass key, and never once looked back.",
      ]
    `);
  });
});

test('two words are no unit, whatever mark comes after them', () => {
  const text =
    'Well then, the old man walked slowly along the shore without saying any more words to anybody.';
  expect(clauses(text)).toEqual([
    'Well then, the old man walked slowly along the shore',
    'without saying any more words to anybody.',
  ]);
});

test('no unit of short words has more than a fifth above the most words', () => {
  const units = clauses(`${'we go up '.repeat(200).trim()}.`);
  const counts = units.map((unit) => unit.split(' ').length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(defaultClauseLimits.maxWords * 1.2);
});

test('short sentences are joined, whole ones are kept', () => {
  expect(clauses('Yes. No. Maybe. I do not know what to say to you.')).toEqual([
    'Yes. No. Maybe.',
    'I do not know what to say to you.',
  ]);
});

test('a list item is a unit of its own', () => {
  expect(clauses('Buy:\n- red apples\n- milk\n- bread')).toEqual([
    'Buy:',
    '- red apples',
    '- milk',
    '- bread',
  ]);
});

test('a paragraph ends a unit', () => {
  const text = 'Title\n\nOne. Two.\n\nThree.';
  expect(
    splitClauses(text, 'en').map((unit) => [text.slice(unit.startOffset, unit.endOffset), unit.breakAfter]),
  ).toEqual([
    ['Title\n\n', 'paragraph'],
    ['One. Two.\n\n', 'paragraph'],
    ['Three.', 'paragraph'],
  ]);
});

test.each([
  '1 000 000',
  'Nov 22, 2026',
  '$1.2 million',
  '5:30 p.m.',
  'No. 5',
  '20 km',
  'Dr. Smith',
  'J. K. Rowling',
  '+1 555 123 4567',
])('%s is never cut', (together) => {
  for (let lead = 0; lead < 14; lead++) {
    const text = `${'word '.repeat(lead)}${together} ${'word '.repeat(30)}`;
    expect(clauses(text).some((unit) => unit.includes(together))).toBe(true);
  }
});

test('without white space it is cut between grapheme clusters', () => {
  const family = '👨‍👩‍👧‍👦';
  const text = 'e\u0301'.repeat(400) + family.repeat(100);
  for (const unit of clauses(text)) {
    expect(unit.length).toBeLessThanOrEqual(defaultClauseLimits.maxCharacters);
    expect(unit.startsWith('\u0301')).toBe(false);
    expect(unit.replaceAll('e\u0301', '').replaceAll(family, '')).toBe('');
  }
});

test('Chinese is cut after its own marks', () => {
  const text =
    '今天的天气非常好，我们一起去公园散步，然后在湖边的小餐馆里吃了一顿很丰盛的午饭，大家都很高兴。';
  expect(clauses(text, 'zh')[0]).toBe('今天的天气非常好，我们一起去公园散步，');
});

test('every string is covered exactly, in order, and no unit is empty', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      let end = 0;
      for (const { startOffset, endOffset } of splitClauses(text, 'en')) {
        expect(startOffset).toBe(end);
        expect(endOffset).toBeGreaterThan(startOffset);
        end = endOffset;
      }
      expect(end).toBe(text.length);
    }),
  );
});

test('the first unit of a long text is there before the text is read', () => {
  const text = 'This is one sentence of many. '.repeat(300_000);
  const first = readClauses(text, 'en').next();
  expect(first.done).toBe(false);
});

function clauses(text: string, language = 'en'): string[] {
  return splitClauses(text, language).map(({ startOffset, endOffset }) =>
    text.slice(startOffset, endOffset).trim(),
  );
}
