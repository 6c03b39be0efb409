import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeStrings } from '../support/codeStrings.ts';

type Texts = Readonly<Record<string, string>>;

const projectFolder = path.resolve(import.meta.dirname, '../..');

function readTexts(file: string): Texts {
  return JSON.parse(readFileSync(path.join(projectFolder, file), 'utf8')) as Texts;
}

const manifest = readFileSync(path.join(projectFolder, 'package.json'), 'utf8');
const english = readTexts('package.nls.json');
const chinese = readTexts('package.nls.zh-cn.json');
const code = [...codeStrings(path.join(projectFolder, 'client/src'))].sort();
const codeInChinese = readTexts('l10n/bundle.l10n.zh-cn.json');

/** Numbers of the places where values go, such as {0}. */
function placesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\d+\}/gu)].map(([place]) => place).sort();
}

/** The targets of links, and of keys and values in backquotes. */
function fixedParts(text: string): readonly string[] {
  return [...text.matchAll(/\]\(([^)]+)\)|`([^`]+)`/gu)]
    .map(([, link, quoted]) => link ?? quoted ?? '')
    .sort();
}

test('every text of the code is there in Chinese, and no other', () => {
  expect(Object.keys(codeInChinese).sort()).toEqual(code);
});

test('every text of the manifest is there in Chinese, and no other', () => {
  expect(Object.keys(chinese)).toEqual(Object.keys(english));
});

test('the manifest names the texts it has, and has the texts it names', () => {
  const named = [...manifest.matchAll(/"%([^"%\s]+)%"/gu)].map(([, key]) => key);
  expect([...new Set(named)].sort()).toEqual(Object.keys(english).sort());
});

test('what a person reads in the manifest is nowhere written out in it', () => {
  const written = [
    ...manifest.matchAll(/"(title|description|markdownDescription|altText|name)": "([^%][^"]* [^"]*)"/gu),
  ];
  expect(written.map(([whole]) => whole)).toEqual([]);
});

test('translations keep places, links and what is quoted', () => {
  for (const [text, translated] of Object.entries(codeInChinese)) {
    expect(placesOf(translated), text).toEqual(placesOf(text));
  }
  for (const [key, translated] of Object.entries(chinese)) {
    expect(fixedParts(translated), key).toEqual(fixedParts(english[key] ?? ''));
  }
});

test('translations are Chinese', () => {
  const same = [...Object.values(codeInChinese), ...Object.values(chinese)].filter(
    (text) => !/\p{Script=Han}/u.test(text) && /[a-z]{3}/u.test(text),
  );
  expect(same).toEqual([]);
});
