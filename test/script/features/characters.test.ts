import { describe, expect, test } from 'vitest';
import type { Location, Range, TextEdit } from 'vscode-languageserver-types';
import type { IncludedFile } from '../../../server/src/script/checking/environment.ts';
import { definition } from '../../../server/src/script/features/definition.ts';
import { documentHighlights } from '../../../server/src/script/features/documentHighlights.ts';
import { references } from '../../../server/src/script/features/references.ts';
import { prepareRename, renameCharacter } from '../../../server/src/script/features/renameCharacter.ts';
import type { ScriptDocument } from '../../../server/src/script/scriptDocument.ts';
import { marked } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';
import { includedFile } from '../support/scriptWorld.ts';

const cast: IncludedFile = {
  ...includedFile('cast.aloud', '---\ncast:\n  MARA: {}\n  "a b": {}\n---\n'),
  uri: 'file:///book/cast.aloud',
};
const own = '---\ncast:\n  TOM: {}\n  narrator: {}\n---\n\n';
const including = '---\ninclude: cast.aloud\n---\n\n';
const both = '---\ninclude: cast.aloud\ncast:\n  TOM: {}\n---\n\n';

/** A script at an address of its own, which includes the cast above where it says so. */
function open(text: string, uri = 'file:///book/script.aloud') {
  const { source, offset } = marked(text.includes('<|>') ? text : `<|>${text}`);
  const included = source.includes('include: cast.aloud') ? [cast] : [];
  return { document: { ...scriptDocumentOf(source, { included }), uri }, offset };
}

/** `file:line:text`, the line counted from 0. */
function described(
  locations: readonly { uri: string; range: Range }[],
  documents: readonly ScriptDocument[],
) {
  return locations.map(({ uri, range }) => {
    const text = uri === cast.uri ? cast.source : documents.find((one) => one.uri === uri)?.script.source;
    const line = text?.split('\n')[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
    return `${uri.replace('file:///book/', '')}:${range.start.line}:${line}`;
  });
}

describe('definition', () => {
  test.each<[text: string, expected: string | null]>([
    [`${own}T<|>OM: Hello.`, 'script.aloud:2:TOM'],
    [`${own}TOM<|>: Hello.`, 'script.aloud:2:TOM'],
    [`${own}TOM: <|>Hello.`, null],
    [`---\ncast:\n  T<|>OM: {}\n---\n`, 'script.aloud:2:TOM'],
    [`${including}MA<|>RA: Hello.`, 'cast.aloud:2:MARA'],
    [`${including}a<|> b: Hello.`, 'cast.aloud:3:"a b"'],
    [`${including}NO<|>BODY: Hello.`, null],
    [`---\ninclude: cast<|>.aloud\n---\n`, 'cast.aloud:0:'],
    [`${own}[sound do<|>or.wav]`, 'door.wav:0:'],
    [`${own}[so<|>und door.wav]`, null],
    ['<|>', null],
  ])('of %j', (text, expected) => {
    const { document, offset } = open(text);
    const found = definition(document, offset);
    expect(found === null ? null : described([found], [document])[0]).toBe(expected);
  });
});

describe('documentHighlights', () => {
  test.each<[text: string, expected: readonly string[]]>([
    [
      `${own}T<|>OM: a\nTOM: b\n\nMr TOM: c`,
      ['script.aloud:2:TOM', 'script.aloud:6:TOM', 'script.aloud:7:TOM'],
    ],
    [`${including}MA<|>RA: a\n\nMARA: b`, ['script.aloud:4:MARA', 'script.aloud:6:MARA']],
    [`${own}TOM: <|>a`, []],
  ])('of %j', (text, expected) => {
    const { document, offset } = open(text);
    const found = documentHighlights(document, offset).map(({ range }) => ({ uri: document.uri, range }));
    expect(described(found, [document])).toEqual(expected);
  });
});

describe('references', () => {
  const second = open(`${including}MARA: c\n`, 'file:///book/second.aloud').document;
  const stranger = open(
    '---\ncast: { MARA: {}, TOM: {} }\n---\n\nMARA: d\n',
    'file:///book/stranger.aloud',
  ).document;
  const others = [second, stranger];

  test.each<[text: string, expected: readonly string[]]>([
    [`${including}MA<|>RA: a`, ['cast.aloud:2:MARA', 'script.aloud:4:MARA', 'second.aloud:4:MARA']],
    [`${both}TO<|>M: a\nMARA: b`, ['script.aloud:3:TOM', 'script.aloud:6:TOM']],
    [`${own}TOM: <|>a`, []],
  ])('of %j, in other scripts too', (text, expected) => {
    const { document, offset } = open(text);
    const found: Location[] = references(document, offset, { includesDefinition: true, others });
    expect(described(found, [document, ...others])).toEqual(expected);
    const lines = references(document, offset, { includesDefinition: false, others });
    expect(lines).toEqual(found.slice(1));
  });

  test('of the entry of an included file', () => {
    const included = open(cast.source.replace('MARA', 'MA<|>RA'), cast.uri);
    const options = { includesDefinition: false, others };
    const found = references(included.document, included.offset, options);
    expect(described(found, [included.document, ...others])).toEqual(['second.aloud:4:MARA']);
  });
});

describe('renaming', () => {
  const apply = (
    source: string,
    edits: readonly TextEdit[],
    { text }: Pick<ScriptDocument, 'text'>,
  ): string =>
    edits
      .toSorted((a, b) => text.offsetAt(b.range.start) - text.offsetAt(a.range.start))
      .reduce(
        (result, { range, newText }) =>
          result.slice(0, text.offsetAt(range.start)) + newText + result.slice(text.offsetAt(range.end)),
        source,
      );

  test.each<[text: string, newName: string, expected: string]>([
    [`${own}T<|>OM: a\nTOM: b`, 'THOMAS', `${own}TOM: a\nTOM: b`.replaceAll('TOM', 'THOMAS')],
    [`---\ncast:\n  T<|>OM: {}\n---\n\nTOM: b`, 'Old Tom', '---\ncast:\n  Old Tom: {}\n---\n\nOld Tom: b'],
    [`${own}T<|>OM: b`, 'no', own.replace('TOM', '"no"') + 'no: b'],
    [`${own}T<|>OM: b`, 'R2-D2', `${own}TOM: b`.replaceAll('TOM', 'R2-D2')],
    [`${own}T<|>OM: b`, 'TOM', `${own}TOM: b`],
    [`${own}T<|>OM: b`, '花', `${own}TOM: b`.replaceAll('TOM', '花')],
  ])('of %j to %j', (text, newName, expected) => {
    const { document, offset } = open(text);
    expect(prepareRename(document, offset)).not.toBeNull();
    const result = renameCharacter(document, offset, { newName, others: [] });
    if (!('edit' in result)) throw new Error(result.refusal);
    const edits = result.edit.changes?.[document.uri] ?? [];
    const renamed = apply(document.script.source, edits, document);
    expect(renamed).toBe(expected);
    expect(scriptDocumentOf(renamed).frontMatter.cast.has(newName)).toBe(true);
  });

  test('in an included file and the other scripts that include it', () => {
    const second = open(`${including}MARA: c\n`, 'file:///book/second.aloud').document;
    const { document, offset } = open(`${including}MA<|>RA: a\n`);
    const result = renameCharacter(document, offset, { newName: 'MARIA', others: [second] });
    if (!('edit' in result)) throw new Error(result.refusal);
    const places = Object.entries(result.edit.changes ?? {}).flatMap(([uri, edits]) =>
      edits.map(({ range }) => ({ uri, range })),
    );
    expect(described(places, [document, second])).toEqual([
      'cast.aloud:2:MARA',
      'script.aloud:4:MARA',
      'second.aloud:4:MARA',
    ]);
  });

  test.each<[text: string, newName: string, refusal: RegExp]>([
    [`${own}T<|>OM: b`, '', /cannot be a name/],
    [`${own}T<|>OM: b`, 'A: B', /cannot be a name/],
    [`${own}T<|>OM: b`, ' TOM', /cannot be a name/],
    [`${own}T<|>OM: b`, 'A\nB', /cannot be a name/],
    [`${own}T<|>OM: b`, '# TOM', /cannot be a name/],
    [`${both}T<|>OM: b`, 'MARA', /There is a MARA in the cast already\./],
    [`${own}TOM: <|>b`, 'X', /Only the name of a character/],
    [own.replace('narr', 'na<|>rr'), 'X', /Only the name of a character/],
  ])('of %j to %j is refused with a sentence', (text, newName, refusal) => {
    const { document, offset } = open(text);
    expect(renameCharacter(document, offset, { newName, others: [] })).toEqual({
      refusal: expect.stringMatching(refusal) as string,
    });
  });
});
