import { parseXml, XmlElement } from '@rgrove/parse-xml';
import fc from 'fast-check';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EpubBook } from '../../../server/src/book/epub/epubBook.ts';
import { toEpubEntries } from '../../../server/src/book/epub/epubEntries.ts';
import { chapterTextsOf } from '../support/chapterTextOf.ts';

const source = `---
cast: { MARA: bf_emma }
---

To <my> mother & father.

# The "storm"

The wind came first. Then it was still.

MARA: Who is there?

## Later

<say language="de-DE">Guten Tag.</say>
`;

function bookOf(script: string): EpubBook {
  return {
    title: 'The Sea & "more"',
    author: 'Ada <Ångström>',
    language: 'en-US',
    comment: 'AI-generated speech.',
    id: '00000000-0000-8000-8000-000000000000',
    modified: new Date('2026-11-28T12:00:00.123Z'),
    chapters: chapterTextsOf(script),
  };
}

function entriesOf(script: string): ReadonlyMap<string, string> {
  return new Map(toEpubEntries(bookOf(script)).map((entry) => [entry.path, entry.text]));
}

interface Found {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

function elementsOf(xml: string): readonly Found[] {
  const walk = (element: XmlElement): readonly Found[] => [
    element,
    ...element.children.flatMap((child) => (child instanceof XmlElement ? walk(child) : [])),
  ];
  const { root } = parseXml(xml);
  return root === null ? [] : walk(root);
}

interface Clip {
  readonly word: string;
  readonly begin: number;
  readonly end: number;
}

/** What of a page is heard when, as its overlay says. */
function clipsOf(entries: ReadonlyMap<string, string>, chapter: string): readonly Clip[] {
  const words = new Map(
    elementsOf(entries.get(`EPUB/text/${chapter}.xhtml`) ?? '').map(({ attributes, text }) => [
      attributes['id'],
      text,
    ]),
  );
  const elements = elementsOf(entries.get(`EPUB/text/${chapter}.smil`) ?? '');
  const texts = elements.filter(({ name }) => name === 'text');
  const sounds = elements.filter(({ name }) => name === 'audio');
  return texts.map(({ attributes: { src = '' } }, index) => ({
    word: words.get(src.split('#')[1] ?? '') ?? `nothing at ${src}`,
    begin: Number.parseFloat(sounds[index]?.attributes['clipBegin'] ?? ''),
    end: Number.parseFloat(sounds[index]?.attributes['clipEnd'] ?? ''),
  }));
}

describe('a book', () => {
  const entries = entriesOf(source);

  test('holds pages, overlays, contents, style and package', () => {
    expect([...entries.keys()]).toEqual([
      'META-INF/container.xml',
      'EPUB/package.opf',
      'EPUB/navigation.xhtml',
      'EPUB/style.css',
      'EPUB/text/title.xhtml',
      'EPUB/text/chapter-001.xhtml',
      'EPUB/text/chapter-001.smil',
      'EPUB/text/chapter-002.xhtml',
      'EPUB/text/chapter-002.smil',
    ]);
  });

  test('names in its package what it holds, and nothing else but the sounds', () => {
    const items = elementsOf(entries.get('EPUB/package.opf') ?? '').filter(({ name }) => name === 'item');
    const listed = items.map(({ attributes: { href = '' } }) => `EPUB/${href}`);
    const held = [...entries.keys()].filter((name) => name.startsWith('EPUB/') && !name.endsWith('.opf'));
    const sounds = ['EPUB/sound/chapter-001.mp3', 'EPUB/sound/chapter-002.mp3'];
    expect(listed.toSorted()).toEqual([...held, ...sounds].toSorted());
  });

  test('says what it is, how long, and that no human speaks', () => {
    const found = elementsOf(entries.get('EPUB/package.opf') ?? '');
    const textOf = (wanted: string): string | undefined => found.find(({ name }) => name === wanted)?.text;
    expect(textOf('dc:title')).toBe('The Sea & "more"');
    expect(textOf('dc:creator')).toBe('Ada <Ångström>');
    expect(textOf('dc:description')).toBe('AI-generated speech.');
    const durations = found.filter(({ attributes }) => attributes['property'] === 'media:duration');
    const [whole = 0, ...parts] = durations.map(({ text }) => Number.parseFloat(text));
    expect(parts).toHaveLength(2);
    expect(whole).toBeCloseTo(
      parts.reduce((sum, part) => sum + part, 0),
      3,
    );
    const modified = found.find(({ attributes }) => attributes['property'] === 'dcterms:modified');
    expect(modified?.text).toBe('2026-11-28T12:00:00Z');
  });

  test('has chapters and scenes in its contents, which lead to where they begin', () => {
    const links = elementsOf(entries.get('EPUB/navigation.xhtml') ?? '').filter(({ name }) => name === 'a');
    expect(links.map(({ text }) => text)).toEqual(['untitled', 'The "storm"', 'Later']);
    for (const { attributes, text } of links.slice(2)) {
      const [file = '', id] = (attributes['href'] ?? '').split('#');
      const target = elementsOf(entries.get(`EPUB/${file}`) ?? '').find((one) => one.attributes['id'] === id);
      expect(target?.text).toBe(text);
    }
  });

  test('marks word by word what is heard, within sentences', () => {
    expect(clipsOf(entries, 'chapter-002').map(({ word }) => word)).toEqual(
      'The storm The wind came first Then it was still Who is there Guten Tag'.split(' '),
    );
    const page = elementsOf(entries.get('EPUB/text/chapter-002.xhtml') ?? '');
    const sentences = elementsOf(entries.get('EPUB/text/chapter-002.smil') ?? '')
      .filter(({ name }) => name === 'seq')
      .map(({ attributes }) => attributes['epub:textref']?.split('#')[1]);
    expect(page.filter(({ attributes: { id } }) => sentences.includes(id)).map(({ text }) => text)).toEqual([
      'The "storm"',
      'The wind came first.',
      'Then it was still.',
      'Who is there?',
      'Guten Tag.',
    ]);
  });

  test('plays all of the sound, from one clip to the next', () => {
    const clips = clipsOf(entries, 'chapter-002');
    expect(clips[0]?.begin).toBe(0);
    expect(clips.map(({ end }) => end).slice(0, -1)).toEqual(clips.map(({ begin }) => begin).slice(1));
    expect(clips.at(-1)?.end).toBeCloseTo((bookOf(source).chapters[1]?.durationMs ?? 0) / 1000, 3);
  });

  test('shows who speaks, and a language that is another', () => {
    const page = elementsOf(entries.get('EPUB/text/chapter-002.xhtml') ?? '');
    expect(page.find(({ attributes }) => attributes['class'] === 'speaker')?.text).toBe('MARA');
    expect(page.find(({ attributes }) => attributes['xml:lang'] === 'de-DE')?.text).toBe('Guten Tag.');
  });
});

test('a chapter in which no word is heard is heard as a whole', () => {
  const clips = clipsOf(entriesOf('# One\n\nA.\n\n# Two\n\n[sound rain.wav]\n'), 'chapter-002');
  expect(clips.every(({ word }) => !word.startsWith('nothing'))).toBe(true);
});

test('whatever a script holds, its parts are XML, and each clip leads to something and is longer than nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const entries = entriesOf(`Begin.\n\n${text}\n\n# End\n\nEnd.\n`);
      for (const [name, content] of entries) {
        if (path.extname(name) !== '.css') parseXml(content);
      }
      for (const clip of clipsOf(entries, 'chapter-001')) {
        expect(clip.word).not.toMatch(/^nothing at/u);
        expect(clip.end).toBeGreaterThan(clip.begin);
      }
    }),
    { numRuns: 30 },
  );
});
