import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diagnosticCodes } from '../../server/src/script/checking/diagnostic.ts';
import { parseInclude } from '../../server/src/script/frontMatter/parseFrontMatter.ts';
import { parseScript } from '../../server/src/script/parsing/parseScript.ts';
import { contentOf, walkInlines } from '../../server/src/script/tree/walk.ts';
import { pointTags, spanTags, valueNames } from '../../server/src/script/vocabulary/tags.ts';

const page = readFileSync('docs/script-language.md', 'utf8');

/** The first code block of a language. */
function example(language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'u').exec(page)?.[1] ?? expect.fail(language);
}

test('the script on the page is as it should be', () => {
  const script = parseScript(example('aloud'));
  expect(script.frontMatter.problems).toEqual([]);
  const kinds = script.blocks.flatMap((block) =>
    [...walkInlines(contentOf(block))].map(({ node }) => node.kind),
  );
  expect(kinds.filter((kind) => kind === 'unknownTag' || kind === 'strayClose')).toEqual([]);
});

test('the front matter on the page has no problems, and every character a voice', () => {
  const { problems, cast, lexicon } = parseInclude(example('yaml'));
  expect(problems).toEqual([]);
  expect([...cast.values()].map(({ voice }) => voice?.text)).toEqual(['af_heart', 'bf_emma:2+af_heart']);
  expect(lexicon.size).toBe(4);
});

test('the page names every tag, attribute, word of a value, and code', () => {
  const rules = [...pointTags.values(), ...spanTags.values()];
  const attributes = rules.flatMap((rule) => Object.entries(rule.attributes));
  const words = attributes.flatMap(([name, kind]) => [name, ...valueNames(kind)]);
  const names = [...pointTags.keys(), ...spanTags.keys(), ...words, ...diagnosticCodes];
  const code = new Set(page.match(/[a-z][\w-]*/gu));
  expect(names.filter((name) => !code.has(name))).toEqual([]);
});
