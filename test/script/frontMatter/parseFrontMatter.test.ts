import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrontMatter } from '../../../server/src/script/frontMatter/frontMatter.ts';
import { parseFrontMatter, parseInclude } from '../../../server/src/script/frontMatter/parseFrontMatter.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { arbitraryFrontMatter, arbitraryUnicode, propertyRuns } from '../support/scriptFragments.ts';

function read(yaml: string): FrontMatter {
  const source = `---\n${yaml}\n---\n`;
  return parseFrontMatter(source, parseScript(source));
}

/** Each as `code "text of its range" -> what would replace it`. */
function problems(yaml: string): string[] {
  const source = `---\n${yaml}\n---\n`;
  return parseScript(source).frontMatter.problems.map(({ code, startOffset, endOffset, fix }) => {
    const texts = fix?.kind === 'replace' ? ` -> ${fix.texts.join(', ')}` : '';
    return `${code} ${JSON.stringify(source.slice(startOffset, endOffset))}${texts}`;
  });
}

test('what it says', () => {
  const found = read('title: "A: b"\nauthor: No\nlanguage: en_GB\ninclude: [a.aloud, "b c.yaml"]');
  const { title, author, language, includes, problems: none } = found;
  expect({ title, author, language, includes: includes.map(({ text }) => text) }).toEqual({
    title: 'A: b',
    author: 'No',
    language: 'en-GB',
    includes: ['a.aloud', 'b c.yaml'],
  });
  expect(none).toEqual([]);
});

describe('a title is as it is written', () => {
  test.each<readonly [yaml: string, title: string | null]>([
    ['title: The Lighthouse: A Novel', 'The Lighthouse: A Novel'],
    ['title: The Lighthouse: A Novel # the first', 'The Lighthouse: A Novel'],
    ['title: The Lighthouse:\r', 'The Lighthouse:'],
    ['title: @home', '@home'],
    ['title: "Good" Omens', '"Good" Omens'],
    ["title: 'Tis the Season", "'Tis the Season"],
    ['title: [Draft] Sea', '[Draft] Sea'],
    ['title: "A \\"b\\": c"', 'A "b": c'],
    ['title: "A\n  b: c"', 'A b: c'],
    ['title: |\n  A: b', 'A: b\n'],
    ['title: A\n  b', 'A b'],
  ])('%j', (yaml, title) => {
    const found = read(`${yaml}\ncast: { MARA: able }`);
    expect([found.title, [...found.cast.keys()], found.problems]).toEqual([title, ['MARA'], []]);
  });

  test('and its range is of the source', () => {
    const source = '\ufeff---\r\nauthor: A: b  \r\ncast: { MARA: able }\r\n---\r\n';
    const { author, cast } = parseScript(source).frontMatter;
    const mara = cast.get('MARA');
    expect(author).toBe('A: b');
    expect(source.slice(mara?.startOffset, mara?.endOffset)).toBe('MARA: able');
  });
});

test.each([
  ['cast:\n  MARA: a: b', /needs quotes around it, such as/u],
  ['cast:\n\tMARA: able', /with spaces here, not with tabs/u],
  ['cast:\n  MARA: @able', /begins with such a character needs quotes/u],
])('what is no YAML is told in plain words: %j', (yaml, message) => {
  expect(read(yaml).problems[0]?.message).toMatch(message);
});

test('an include may be one text', () => {
  expect(read('include: shared.aloud').includes).toEqual([
    { text: 'shared.aloud', startOffset: 13, endOffset: 25 },
  ]);
});

describe('cast', () => {
  test('a voice, or a map', () => {
    const { cast } = read(
      'cast:\n  MARA: bf_emma\n  TOM: { voice: "am_michael:2+am_adam", rate: slow, pitch: -2st, range: 1.5, volume: loud, ' +
        'emotion: Angry, strength: 0.5, delivery: whispering, language: en-US, engine: kokoro, instruct: gruff }\n  ANN:',
    );
    expect([...cast.keys()]).toEqual(['MARA', 'TOM', 'ANN']);
    expect(cast.get('MARA')).toMatchObject({ voice: { text: 'bf_emma' }, rateFactor: 1, emotion: null });
    expect(cast.get('ANN')).toMatchObject({ voice: null });
    expect(cast.get('TOM')).toMatchObject({
      voice: { text: 'am_michael:2+am_adam' },
      engine: { text: 'kokoro' },
      language: 'en-US',
      rateFactor: 0.8,
      pitchSemitones: -2,
      rangeFactor: 1.5,
      volumeDb: 4,
      emotion: 'angry',
      strength: 0.5,
      delivery: 'whispering',
      instruction: 'gruff',
    });
  });

  test('ranges are of the source, also with carriage returns and a byte order mark', () => {
    for (const source of [
      '---\ncast:\n  MARA: { voice: bf_emma }\n---\n',
      '\ufeff---\r\ncast:\r\n  MARA: { voice: bf_emma }\r\n---\r\n',
      '---\rcast:\r  MARA: { voice: bf_emma }\r---\r',
    ]) {
      const mara = parseScript(source).frontMatter.cast.get('MARA');
      const text = (range: { startOffset: number; endOffset: number } | null | undefined): string =>
        source.slice(range?.startOffset ?? 0, range?.endOffset ?? 0);
      expect([text(mara), text(mara?.nameRange), text(mara?.voice)]).toEqual([
        'MARA: { voice: bf_emma }',
        'MARA',
        'bf_emma',
      ]);
    }
  });
});

test('lexicon: every form of a pronunciation', () => {
  const { lexicon } = read(
    'lexicon:\n  Kaede: kah-EH-deh\n  GIF: { alias: jif }\n  a: { ipa: "x" }\n  b: { arpabet: "B IY1" }\n  c: { pinyin: "jǐ" }\n  d: { respelling: dee }',
  );
  expect([...lexicon].map(([word, { spoken }]) => [word, ...Object.values(spoken)])).toEqual([
    ['Kaede', 'respelling', 'kah-EH-deh'],
    ['GIF', 'alias', 'jif'],
    ['a', 'ipa', 'x'],
    ['b', 'arpabet', 'B IY1'],
    ['c', 'pinyin', 'jǐ'],
    ['d', 'respelling', 'dee'],
  ]);
});

test('defaults: what is said, and no more', () => {
  expect(read('defaults: { pauses: { line: 0.2s, chapter: 3s }, scenes: silent }').defaults).toEqual({
    linePauseMs: 200,
    chapterPauseMs: 3000,
    sceneHeadings: 'silent',
  });
});

test('sections reach to the next key beside them', () => {
  const source = '---\ntitle: a\ncast:\n  MARA: b\n\n  TOM: c\nlexicon:\n---\n';
  const { sections } = parseScript(source).frontMatter;
  const texts = [...sections].map(([path, range]) => [
    path,
    source.slice(range.startOffset, range.endOffset),
  ]);
  expect(new Map(texts as [string, string][])).toEqual(
    new Map([
      ['title', 'title: a\n'],
      ['cast', 'cast:\n  MARA: b\n\n  TOM: c\n'],
      ['lexicon', 'lexicon:\n'],
      ['cast.MARA', 'MARA: b\n\n  '],
      ['cast.TOM', 'TOM: c\n'],
    ]),
  );
});

describe('problems', () => {
  test.each<[string, string[]]>([
    ['titel: a', ['bad-front-matter "titel" -> title']],
    ['titel: a\ntitle: b', ['bad-front-matter "titel"']],
    ['title: a\ntitle: b', ['duplicate-key "title"']],
    ['cast: { A: x, A: y }', ['duplicate-key "A"']],
    ['cast: { A: { voise: x } }', ['bad-front-matter "voise" -> voice']],
    ['cast: { A: { rate: quick, emotion: angri } }', ['bad-value "quick"', 'bad-value "angri" -> angry']],
    ['cast: { A: { pitch: 90st } }', ['bad-value "90st"']],
    ['cast: [A, B]', ['bad-front-matter "[A, B]"']],
    ['cast: { "A:B": x }', ['bad-front-matter "\\"A:B\\""']],
    ['cast: { A: [x] }', ['bad-front-matter "[x]"']],
    ['cast: &a { A: x }\nlexicon: *a', ['bad-front-matter "*a"']],
    ['cast: { ? [a] : x }', ['bad-front-matter "[a]"']],
    ['title: [a]', ['bad-front-matter "[a]"']],
    ['language: "a b"', ['bad-value "\\"a b\\""']],
    ['lexicon: { a: { ipa: x, alias: y } }', ['bad-front-matter "alias"']],
    ['lexicon: { a: }', ['bad-front-matter "a"']],
    [
      'defaults: { pauses: { line: 5 }, scenes: silently }',
      ['bad-value "5"', 'bad-value "silently" -> silent'],
    ],
    ['- a\n- b', ['bad-front-matter "- a\\n- b\\n"']],
    ['just text', ['bad-front-matter "just text"']],
    ['title:\ncast:\n# only comments', []],
    ['', []],
  ])('%j', (yaml, expected) => {
    expect(problems(yaml)).toEqual(expected);
  });

  test('one that never closes says so', () => {
    const { problems: found, title } = parseScript('---\ntitle: a\n\n# One').frontMatter;
    expect([title, found.map(({ code }) => code)]).toEqual(['a', ['bad-front-matter']]);
  });

  test('what is no YAML is reported where it is', () => {
    expect(problems('title: "a\ncast: {')[0]).toMatch(/^bad-front-matter /u);
  });
});

describe('an include', () => {
  test('is a script, or YAML alone', () => {
    const yaml = 'cast: { MARA: bf_emma }';
    for (const source of [`---\n${yaml}\n---\n# Not read`, yaml, `\ufeff${yaml}\r\n`]) {
      const voice = parseInclude(source).cast.get('MARA')?.voice;
      expect(source.slice(voice?.startOffset, voice?.endOffset)).toBe('bf_emma');
    }
  });
});

describe('hostile YAML', () => {
  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 26; level++) {
    const name = String.fromCharCode(97 + level);
    bomb.push(
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${String.fromCharCode(96 + level)}`).join(',')}]`,
    );
  }

  test.each([
    ['aliases of aliases', bomb.join('\n')],
    ['aliases where texts belong', `cast:\n  A: &a { voice: x }\n${'  B: *a\n'.repeat(2000)}`],
    ['brackets inside of brackets', '['.repeat(100_000)],
    ['maps inside of maps', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['an anchor that is itself', 'cast: &a\n  MARA: *a'],
    ['merges', 'a: &a { b: c }\ncast:\n  <<: *a'],
    ['keys of objects', 'cast: { __proto__: x, constructor: y, toString: z }'],
    ['more than anyone writes', 'lexicon:\n' + '  word: other\n'.repeat(100_000)],
    ['tags', 'title: !!js/function "x"\ncast: !!binary AAAA\nlexicon: !<tag:x> {}'],
    ['two documents', 'title: a\n...\n--- b'],
    ['tabs and NUL', 'cast:\n\tMARA: \0'],
  ])('%s: reported or read, soon', { timeout: 20_000 }, (_, yaml) => {
    expect(() => read(yaml)).not.toThrow();
  });

  test('any text at all', { timeout: 3_600_000 }, () => {
    const yaml = fc.oneof(arbitraryFrontMatter(), arbitraryUnicode());
    fc.assert(
      fc.property(yaml, (source) => {
        for (const { startOffset, endOffset } of parseInclude(source).problems) {
          expect(startOffset).toBeLessThanOrEqual(endOffset);
          expect(endOffset).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
