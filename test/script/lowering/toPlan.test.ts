import { describe, expect, test } from 'vitest';
import { planToText } from '../../../server/src/script/lowering/planToText.ts';
import { planOf, sketch, utterancesOf } from './support/planOf.ts';

const cast =
  '---\ncast: { M: v, T: { voice: w, rate: 0.5, pitch: -2st, emotion: sad, strength: 0.4 } }\n---\n';

describe('what is said, by whom, with which silences', () => {
  test.each<readonly [name: string, source: string, expected: readonly string[]]>([
    ['paragraphs', 'A.\n\nB\nc.', ['narrator: A.', 'paragraph 600', 'narrator: B c.']],
    ['lines', `${cast}M: A.\nT: B.\n\nM: C.`, ['M: A.', 'line 350', 'T: B.', 'line 350', 'M: C.']],
    [
      'narration between lines',
      `${cast}M: A.\n\nB.\n\nM: C.`,
      ['M: A.', 'paragraph 600', 'narrator: B.', 'paragraph 600', 'M: C.'],
    ],
    ['a scene break', 'A.\n\n---\n\nB.', ['narrator: A.', 'scene 1500', 'narrator: B.']],
    [
      'a chapter',
      'A.\n\n# One\n\nB.',
      ['narrator: A.', 'chapter 2500', 'narrator: One', 'heading 1000', 'narrator: B.'],
    ],
    ['a silent scene', 'A.\n\n## One\n\nB.', ['narrator: A.', 'scene 1500', 'narrator: B.']],
    [
      'a scene that opens a chapter',
      '# One\n\n## Two\n\nB.',
      ['narrator: One', 'heading 1000', 'narrator: B.'],
    ],
    ['no silence at the ends', '\n---\n\nA.\n\n---\n', ['narrator: A.']],
    ['an asked silence in a paragraph', 'A [pause 1s] b.', ['narrator: A', 'asked 1000', 'narrator: b.']],
    ['an asked silence between', 'A.\n\n[pause 1s]\n\nB.', ['narrator: A.', 'asked 1000', 'narrator: B.']],
    ['an asked silence at an end', 'A. [pause 1s]\n\nB.', ['narrator: A.', 'asked 1000', 'narrator: B.']],
    [
      'an asked silence before a chapter',
      'A.\n\n[pause 9s]\n\n# B',
      ['narrator: A.', 'asked 9000', 'narrator: B'],
    ],
    [
      'two asked silences',
      'A. [pause 1s][pause 2s]\n\nB.',
      ['narrator: A.', 'asked 1000', 'asked 2000', 'narrator: B.'],
    ],
    [
      'no silence at all',
      '---\ndefaults: { pauses: { paragraph: 0ms } }\n---\nA.\n\nB.',
      ['narrator: A.', 'narrator: B.'],
    ],
    [
      'a sound in a sentence',
      'A [sound "d.wav" gain=-6dB fade=500ms] b.',
      ['narrator: A', 'sound d.wav -6 500', 'narrator: b.'],
    ],
    [
      'a sound between',
      'A.\n\n[sound d.wav]\n\nB.',
      ['narrator: A.', 'paragraph 600', 'sound d.wav 0 0', 'paragraph 600', 'narrator: B.'],
    ],
    [
      'a mark between',
      'A.\n\n[mark x]\n\nB.',
      ['narrator: A.', 'narrator: ', 'paragraph 600', 'narrator: B.'],
    ],
    [
      'a breath alone',
      'A.\n\n(sad) [breath]\n\nB.',
      ['narrator: A.', 'paragraph 600', 'narrator: ', 'paragraph 600', 'narrator: B.'],
    ],
    ['another voice', 'A <say voice=w>b c</say>, d.', ['narrator: A', 'narrator: b c,', 'narrator: d.']],
    [
      'a period behind another voice',
      'A <say voice=w>b</say>.\n\nC.',
      ['narrator: A', 'narrator: b.', 'paragraph 600', 'narrator: C.'],
    ],
    ['the same voice', `${cast}M: A <say voice=v>b</say> c.`, ['M: A b c.']],
    ['punctuation alone', 'A.\n\n...\n\nB.', ['narrator: A.', 'paragraph 600', 'narrator: B.']],
    ['comments', 'A <!-- b --> c.\n\n<!-- d -->\n\nE.', ['narrator: A c.', 'paragraph 600', 'narrator: E.']],
    ['what nearly is a tag', 'A [laugther] b.', ['narrator: A b.']],
    ['escapes', 'A \\*b\\* \\[breath] c.', ['narrator: A *b* [breath] c.']],
    ['a speaker nobody knows', 'NOBODY: A.', ['narrator: NOBODY: A.']],
    ['a direction that is none', `${cast}M: (at last) A.`, ['M: (at last) A.']],
  ])('%s', (_name, source, expected) => {
    expect(sketch(planOf(source))).toEqual(expected);
  });
});

describe('words in place of others', () => {
  const lexicon =
    '---\nlexicon: { GIF: { alias: jif }, nginx: { alias: engine x }, New York: { alias: the city }, Polish: { alias: from Poland }, .NET: { alias: dot net } }\n---\n';
  test.each<readonly [source: string, expected: string]>([
    [`${lexicon}A GIF, GIFs, a gif.`, 'A jif, GIFs, a gif.'],
    [`${lexicon}Nginx and NGINX's nginx-y nginx.`, "engine x and engine x's engine x-y engine x."],
    [`${lexicon}polish the Polish POLISH.`, 'polish the from Poland from Poland.'],
    [`${lexicon}New York, New *York*, new york, New Yorker.`, 'the city, New York, new york, New Yorker.'],
    [`${lexicon}New\nYork in .NET.`, 'the city in dot net.'],
    [`${lexicon}<say alias="a GIF">x</say> <say ipa="a">GIF</say> **GIF** G*IF*`, 'a GIF GIF jif GIF'],
    ['<say as="digits">1984</say>, <say as=ordinal>3</say>', 'one nine eight four, third'],
    ['<say as=date>3/4</say>', 'march fourth'],
    ['<say as=date language=en-GB>3/4</say>', 'april third'],
    ['<say as=digits language=de>12</say>', '12'],
    ['---\nlanguage: fr\n---\n<say as=digits>12</say>', '12'],
    ['<say as=digits>12<strong>34</strong></say>', 'one two three four'],
    ['<say alias="World Wide Web Consortium">W3C</say>!', 'World Wide Web Consortium!'],
    ['a<say alias="x"></say>b', 'ab'],
  ])('%s', (source, expected) => {
    expect(planToText(planOf(source)).trim()).toBe(expected);
  });

  test('a replaced word stands for what is written', () => {
    const source = `${lexicon}A GIF here.`;
    const [utterance] = utterancesOf(planOf(source));
    const replaced = utterance?.sourceMap.find(({ isReplacement }) => isReplacement === true);
    expect(replaced).toMatchObject({
      textStart: 2,
      textLength: 3,
      sourceStart: source.indexOf('GIF here'),
      sourceLength: 3,
    });
  });

  test('respellings and phonemes become pronunciations', () => {
    const source = '---\nlexicon: { Kaede: kah-EH-deh, b: { arpabet: B IY1 } }\n---\nKaede and b.';
    const spans = utterancesOf(planOf(source))[0]?.spans.map(({ startOffset, endOffset, pronunciation }) => [
      startOffset,
      endOffset,
      pronunciation?.alphabet,
    ]);
    expect(spans).toEqual([
      [0, 5, 'ipa'],
      [10, 11, 'arpabet'],
    ]);
  });
});

describe('how it is said', () => {
  test('the direction comes on top of the cast', () => {
    expect(utterancesOf(planOf(`${cast}T: (fast, low, whispering) A.`))[0]).toMatchObject({
      voice: 'w',
      style: { emotion: 'sad', strength: 0.4, delivery: 'whispering', instruction: null },
      prosody: { rateFactor: 0.625, pitchSemitones: -5, rangeFactor: 1, volumeDb: 0 },
    });
    expect(utterancesOf(planOf(`${cast}T: (happy) A.`))[0]?.style).toMatchObject({
      emotion: 'happy',
      strength: 1,
    });
  });

  test('spans lie in the text, the outer ones first, in each utterance anew', () => {
    const source = 'A **b <say rate=slow emotion=sad>c [pause 1s] d</say>** e.';
    const spans = utterancesOf(planOf(source)).map(({ text, spans: list }) =>
      list.map(({ startOffset, endOffset, emphasis, style, prosody }) => ({
        said: text.slice(startOffset, endOffset),
        emphasis,
        style,
        prosody,
      })),
    );
    const say = { emphasis: undefined, style: { emotion: 'sad', strength: 1 }, prosody: { rateFactor: 0.8 } };
    expect(spans).toEqual([
      [
        { said: 'b c', emphasis: 'strong', style: undefined, prosody: undefined },
        { said: 'c', ...say },
      ],
      [
        { said: 'd', emphasis: 'strong', style: undefined, prosody: undefined },
        { said: 'd', ...say },
      ],
    ]);
  });

  test('points stand between characters', () => {
    const [utterance] = utterancesOf(planOf('[breath] Hi. [laughter] There [mark m]'));
    expect(
      utterance?.points.map(({ offset, ...point }) => [offset, 'event' in point ? point.event : point.name]),
    ).toEqual([
      [0, 'breath'],
      [3, 'laughter'],
      [9, 'm'],
    ]);
  });

  test('points before and after words that are said otherwise stand around what is said', () => {
    const alias = '<say alias="doctor">[mark before]Dr[mark inside]. Who[mark after]</say>';
    const [utterance] = utterancesOf(planOf(`The ${alias} is in.`));
    expect(utterance?.text).toBe('The doctor is in.');
    expect(
      utterance?.points.map((point) => [point.offset, 'name' in point ? point.name : point.event]),
    ).toEqual([
      [3, 'before'],
      [10, 'after'],
    ]);
  });
});

describe('parts', () => {
  const source = `${cast}# One\n\nM: A.\n\n## Two\n\nT: B c.\n\n# Three\n\nD.`;
  const at = (words: string, length = words.length) => {
    const startOffset = source.indexOf(words);
    return { startOffset, endOffset: startOffset + length };
  };

  test.each<
    readonly [name: string, range: { startOffset: number; endOffset: number }, expected: readonly string[]]
  >([
    ['a line', at('T: B c.'), ['T: B c.']],
    ['the line at a place', at('B c.', 0), ['T: B c.']],
    ['some of a line', at('c.'), ['T: c.']],
    [
      'a chapter',
      at('# One', source.indexOf('# Three') - source.indexOf('# One')),
      ['narrator: One', 'heading 1000', 'M: A.', 'scene 1500', 'T: B c.'],
    ],
    ['nothing', at('---', 3), []],
  ])('%s', (_name, range, expected) => {
    expect(sketch(planOf(source, { range }))).toEqual(expected);
  });

  test('headings by wish', () => {
    expect(
      sketch(planOf(source, { includeHeadings: false })).filter((line) => line.startsWith('narrator')),
    ).toEqual(['narrator: D.']);
    expect(sketch(planOf(source, { includeHeadings: true }))).toContain('narrator: Two');
  });

  test('sections know their first item', () => {
    const plan = planOf(source);
    expect(
      plan.sections.map(({ level, title, firstItemIndex }) => [level, title, sketch(plan)[firstItemIndex]]),
    ).toEqual([
      [1, 'One', 'narrator: One'],
      [2, 'Two', 'T: B c.'],
      [1, 'Three', 'narrator: Three'],
    ]);
  });
});

test('as text, with names or without', () => {
  const plan = planOf(`${cast}# One\n\nM: A [pause 1s] b.\nT: <say voice=v>C</say>, d.\n\nE.`);
  expect(planToText(plan)).toBe('One\n\nA b.\n\nC, d.\n\nE.\n');
  expect(planToText(plan, { withNames: true })).toBe('One\n\nM: A b.\n\nT: C, d.\n\nE.\n');
});
