import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseScript } from '../../server/src/script/parsing/parseScript.ts';
import type { Script } from '../../server/src/script/tree/tree.ts';
import { walkInlines } from '../../server/src/script/tree/walk.ts';
import { loadTokenizer, type Token } from './support/tokenize.ts';

const tokenize = await loadTokenizer({
  scopeName: 'text.aloud',
  files: {
    'text.aloud': 'aloud.tmLanguage.json',
    'source.yaml': '../test/syntaxes/support/yamlStandIn.json',
  },
});

const fixtureFolder = path.resolve(import.meta.dirname, '../script/fixtures');
// The hostile one has what no single line tells: tags over several lines, and ones that never close.
const fixtures = readdirSync(fixtureFolder).filter(
  (name) => name.endsWith('.aloud') && name !== 'hostile.aloud',
);

/** `line: name`, where a name of a tag, of a speaker, or a direction's item begins. */
type Found = readonly string[];

function ofGrammar(tokens: readonly Token[]): Found {
  return tokens
    .filter(({ scopes }) =>
      scopes.some((scope) =>
        /^(?:entity\.name\.tag|support\.function\.event|keyword\.control|entity\.name\.type\.speaker)/.test(
          scope,
        ),
      ),
    )
    .map(({ line, startIndex, text }) => `${line + 1}:${startIndex} ${text}`);
}

function ofParser({ blocks, blockStarts, source }: Script): Found {
  const at = (offset: number, length: number): string => {
    const lines = source.slice(0, offset).split('\n');
    return `${lines.length}:${lines.at(-1)?.length ?? 0} ${source.slice(offset, offset + length)}`;
  };
  return blocks.flatMap((block, index) => {
    const start = blockStarts[index] ?? 0;
    const found: string[] = [];
    // Other names are known by the cast alone; the language server colors them.
    const isCapital = block.kind === 'dialogue' && !/\p{Ll}/u.test(block.speaker);
    if (isCapital) found.push(at(start, block.speaker.length));
    if (block.kind === 'narration' && block.unknownSpeaker !== null) {
      found.push(at(start, block.unknownSpeaker.endOffset));
    }
    for (const { node, part } of walkInlines('content' in block ? block.content : [])) {
      if (node.kind === 'point') found.push(at(start + node.nameRange.startOffset, node.name.length));
      if (node.kind !== 'span' || node.open.form !== 'tag') continue;
      if (part === 'open') found.push(at(start + node.open.nameRange.startOffset, node.name.length));
      else if (node.close !== null) found.push(at(start + node.close.startOffset + 2, node.name.length));
    }
    return found;
  });
}

test.each(fixtures)('what the grammar calls a tag or a speaker in %s, the parser does', (name) => {
  const source = readFileSync(path.join(fixtureFolder, name), 'utf8');
  const script = parseScript(source);
  const found = ofParser(script);
  expect(found.length).toBeGreaterThan(3);
  expect(ofGrammar(tokenize(source))).toEqual(found);
});
