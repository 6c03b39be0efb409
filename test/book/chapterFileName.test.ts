import { expect, test } from 'vitest';
import { bookFileName, chapterFileName } from '../../server/src/book/chapterFileName.ts';

test.each<[title: string, number: number, count: number, expected: string]>([
  ['The storm', 1, 9, '01 The storm'],
  ['The storm', 7, 120, '007 The storm'],
  ['Chapter 1: "Who?" / <where>', 1, 2, '01 Chapter 1 Who where'],
  ['Überfahrt', 2, 2, '02 Überfahrt'],
  ['第一章 风暴', 1, 1, '01 第一章 风暴'],
  ['The end...', 3, 3, '03 The end'],
  ['../../etc/passwd', 1, 1, '01 .. .. etc passwd'],
  ['', 4, 4, '04'],
  ['???', 4, 4, '04'],
])('%j, the %ith of %i, is called %j', (title, number, count, expected) => {
  expect(chapterFileName(title, number, count)).toBe(expected);
});

test('a long title is cut between two characters that a reader sees', () => {
  const name = chapterFileName('👩‍👩‍👧'.repeat(100), 1, 1);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^01 (👩‍👩‍👧)+$/u);
});

test.each<[title: string, expected: string]>([
  ['The Sea', 'The Sea'],
  ['', 'book'],
  ['...', 'book'],
  ['.hidden', 'hidden'],
  ['CON', 'CON_'],
  ['aux. Or not', 'aux_. Or not'],
  ['Lpt1 .x', 'Lpt1_ .x'],
  ['Conrad', 'Conrad'],
])('the whole of %j is called %j, which is no device of Windows', (title, expected) => {
  expect(bookFileName(title)).toBe(expected);
});
