import { parseDocument, isMap, type Document, type ErrorCode } from 'yaml';
import type { TextRange } from '../../text/textRange.ts';
import { readFrontMatterBlock } from '../parsing/frontMatterBlock.ts';
import type { Block } from '../tree/tree.ts';
import { readCast } from './castSection.ts';
import { readDefaults } from './defaultsSection.ts';
import type { FrontMatter, RangedText } from './frontMatter.ts';
import { readLexicon } from './lexiconSection.ts';
import { takeLooseTexts } from './looseTexts.ts';
import { createYamlReader, type YamlEntry, type YamlReader } from './yamlReader.ts';

/** What the front matter of a script says; that of a script without any is empty. Never throws. */
export function parseFrontMatter(source: string, script: { readonly blocks: readonly Block[] }): FrontMatter {
  const first = script.blocks[0];
  if (first?.kind !== 'frontMatter') return emptyFrontMatter;
  return readFrontMatter(source, first.yaml, first.isClosed);
}

/** The same of a file that scripts include: another script, or a file that is YAML and nothing else. */
export function parseInclude(source: string): FrontMatter {
  const block = readFrontMatterBlock(source);
  if (block !== null) return readFrontMatter(source, block.yaml, block.isClosed);
  const startOffset = source.charCodeAt(0) === 0xfeff ? 1 : 0;
  return readFrontMatter(source, { startOffset, endOffset: source.length }, true);
}

export const emptyFrontMatter: FrontMatter = {
  title: null,
  author: null,
  language: null,
  includes: [],
  cast: new Map(),
  lexicon: new Map(),
  defaults: {},
  sections: new Map(),
  problems: [],
};

export const frontMatterKeys = [
  'title',
  'author',
  'language',
  'include',
  'cast',
  'lexicon',
  'defaults',
] as const;

/** More is no front matter, and would take long to read. */
const longestYaml = 250_000;

function readFrontMatter(source: string, yaml: TextRange, isClosed: boolean): FrontMatter {
  const isTooLong = yaml.endOffset - yaml.startOffset > longestYaml;
  // YAML knows no carriage return alone; offsets stay.
  const written = source.slice(yaml.startOffset, yaml.endOffset).replace(/\r(?!\n)/gu, '\n');
  const { yaml: text, texts } = takeLooseTexts(isTooLong ? '' : written);
  const reader = createYamlReader(yaml, texts);
  if (!isClosed) {
    const range = { startOffset: Math.max(0, yaml.startOffset - 1), endOffset: yaml.endOffset };
    reader.report(range, 'The front matter never closes: a line with three hyphens ends it.');
  }
  if (isTooLong) {
    reader.report(yaml, 'The front matter is too long to be read: move the lexicon to a file of its own.');
    return { ...emptyFrontMatter, problems: reader.problems };
  }
  const document = readYaml(text, reader);
  const root = document?.contents ?? null;
  if (root === null) return { ...emptyFrontMatter, problems: reader.problems };
  if (!isMap(root)) {
    reader.report(
      reader.rangeOf(root),
      'Front matter is a list of keys and values, such as `title: The Lighthouse`.',
    );
    return { ...emptyFrontMatter, problems: reader.problems };
  }
  return toFrontMatter(reader, reader.readMap(root, { path: '', keys: frontMatterKeys }));
}

/** Null where it cannot be read at all. */
function readYaml(text: string, reader: YamlReader): Document.Parsed | null {
  try {
    // With this schema every value is text: `no` is a language and `1e3` a title.
    const document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
    for (const { pos, code, message } of document.errors) {
      const told = plainMessages.get(code) ?? message;
      reader.report(reader.toSource({ startOffset: pos[0], endOffset: pos[1] }), told);
    }
    return document;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Brackets inside of brackets, deeper than the stack of the parser.
    reader.report(reader.whole, 'The front matter cannot be read as YAML: it nests too deep.');
    return null;
  }
}

/** Of the parser's errors those that writers meet, in words that need no knowledge of YAML. */
const plainMessages: ReadonlyMap<ErrorCode, string> = new Map([
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'A text with a colon and a space in it needs quotes around it, such as "The sea: a song".',
  ],
  ['TAB_AS_INDENT', 'Lines are moved in with spaces here, not with tabs.'],
  ['BAD_INDENT', 'Lines that belong together begin with the same number of spaces.'],
  ['BAD_SCALAR_START', 'A text that begins with such a character needs quotes around it.'],
]);

function toFrontMatter(reader: YamlReader, entries: ReadonlyMap<string, YamlEntry>): FrontMatter {
  const text = (key: string): string | null => reader.readText(entries.get(key))?.text ?? null;
  const language = reader.readText(entries.get('language'));
  return {
    title: text('title'),
    author: text('author'),
    language: language === null ? null : reader.checkLanguage(language),
    includes: readIncludes(reader, entries.get('include')),
    cast: readCast(reader, entries.get('cast')),
    lexicon: readLexicon(reader, entries.get('lexicon')),
    defaults: readDefaults(reader, entries.get('defaults')),
    sections: reader.sections,
    problems: reader.problems,
  };
}

function readIncludes(reader: YamlReader, entry: YamlEntry | undefined): RangedText[] {
  return reader.readTextList(entry);
}
