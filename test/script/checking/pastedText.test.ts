import { describe, expect, test } from 'vitest';
import { quickFixes } from '../../../server/src/script/checking/quickFixes.ts';
import { applyEdits } from '../../../server/src/script/formatting/applyEdits.ts';
import { diagnose, findings, readWorld } from '../support/scriptWorld.ts';

const cast = '---\ncast: { MARA: able }\n---\n\nMARA: Hi.\n\n';

/** What the first fix of the first finding makes of a script. */
function mended(source: string): string | null {
  const found = diagnose(source).find(({ code }) => code === 'unknown-tag');
  const [fix] = found === undefined ? [] : quickFixes(found, readWorld(source));
  if (fix === undefined) return null;
  return applyEdits(
    source,
    fix.edits.map(({ range, newText }) => ({ ...range, text: newText })),
  );
}

describe('what was pasted is told, and mended', () => {
  test.each<readonly [name: string, source: string, found: string, mended: string]>([
    [
      'a table',
      '| Name | Voice |\n| --- | :-: |\n| Ann | low, soft |\n| Tom | |\n',
      '| Name | Voice |\n| --- | :-: |\n| Ann | low, soft |\n| Tom | |',
      'Name: Ann, Voice: low, soft.\nName: Tom.\n',
    ],
    [
      'a table without bars at its sides',
      'A | B\n--- | ---\n1 | 2!',
      'A | B\n--- | ---\n1 | 2!',
      'A: 1, B: 2!',
    ],
    ['a table without names', 'So:\n| a | b |\n| c | d |', '| a | b |\n| c | d |', 'So:\na, b.\nc, d.'],
    ['code', 'So:\n```js\nlet a;\n```\n', '```js\nlet a;\n```', 'So:\n<!-- ```js\nlet a;\n``` -->\n'],
    [
      'a footnote',
      'A.[^1]\n\n[^1]: So it\nwas.\n',
      '[^1]: So it\nwas.',
      'A.[^1]\n\n<!-- [^1]: So it\nwas. -->\n',
    ],
    [
      'an address of links',
      '[a]: https://a.org "T"\n',
      '[a]: https://a.org "T"',
      '<!-- [a]: https://a.org "T" -->\n',
    ],
    ['a title with a line under it', 'The Storm\n===\nIt came.', 'The Storm\n===', '# The Storm\nIt came.'],
    ['the same with hyphens', 'A.\n\nThe Storm\n---\nIt came.', 'The Storm', 'A.\n\n## The Storm\nIt came.'],
    ['a quote', '> He said\r\n> no.\n', '> He said\r\n> no.', 'He said\r\nno.\n'],
    ['a rule', 'A.\n\n===\n\nB.', '===', 'A.\n\n---\n\nB.'],
    ['a break of manuscripts', 'A.\n\n#\n\nB.', '#', 'A.\n\n---\n\nB.'],
    ['a break of books', 'A.\n\n~ ~ ~\n\nB.', '~ ~ ~', 'A.\n\n---\n\nB.'],
    ['a chapter in capitals', 'CHAPTER I\n\nIt rained.', 'CHAPTER I', '# CHAPTER I\n\nIt rained.'],
    [
      'a chapter above its title',
      'CHAPTER II.\nThe Storm\n\nIt rained.',
      'CHAPTER II.',
      '# CHAPTER II. The Storm\n\nIt rained.',
    ],
    [
      'a chapter right above its text',
      'Chapter Twenty-One\nIt rained.',
      'Chapter Twenty-One',
      '# Chapter Twenty-One\nIt rained.',
    ],
    [
      'a chapter with a title',
      '**Chapter 1: The Storm**\n',
      '**Chapter 1: The Storm**',
      '# Chapter 1: The Storm\n',
    ],
    [
      'an act, which is nobody in the cast',
      'ACT II: THE STORM\n',
      'ACT II: THE STORM',
      '# ACT II: THE STORM\n',
    ],
    [
      'a scene of a play',
      'SCENE II. Elsinore. A platform.\n',
      'SCENE II. Elsinore. A platform.',
      '## SCENE II. Elsinore. A platform.\n',
    ],
    [
      'a scene of a screenplay',
      'INT. KITCHEN - NIGHT\n',
      'INT. KITCHEN - NIGHT',
      '## INT. KITCHEN - NIGHT\n',
    ],
    ['a transition', 'CUT TO:\n', 'CUT TO:', '<!-- CUT TO: -->\n'],
    ['a prologue', 'Prologue\n\nIt rained.', 'Prologue', '# Prologue\n\nIt rained.'],
  ])('%s', (_name, source, found, expected) => {
    expect(findings(source)).toEqual([`unknown-tag ${found}`]);
    expect(mended(source)).toBe(expected);
  });

  test('code that an empty line parts is told at both its fences', () => {
    expect(findings('```js\nlet a;\n\nlet b;\n```\n')).toEqual(['unknown-tag ```js', 'unknown-tag ```']);
  });
});

describe('elements of other tools', () => {
  test.each<readonly [source: string, mended: string]>([
    ['A <whisper>b</whisper> c', 'A <say delivery="whispering">b</say> c'],
    ['A <amazon:effect name="whispered">b</amazon:effect> c', 'A <say delivery="whispering">b</say> c'],
    ['A <mstts:express-as style="cheerful">b</mstts:express-as> c', 'A <say emotion="happy">b</say> c'],
    ['A <prosody rate="slow">b [breath]</prosody> c', 'A <say rate="slow">b [breath]</say> c'],
    ['A <break time="500ms"/> c', 'A [pause 500ms] c'],
    ['A <sigh> c', 'A [sigh] c'],
    ['A <happy>b</happy> c', 'A <say emotion="happy">b</say> c'],
    ['A <softly>b</softly> c', 'A <say volume="soft">b</say> c'],
  ])('%s', (source, expected) => {
    expect(diagnose(source).map(({ code }) => code)).toEqual(['unknown-tag']);
    expect(mended(source)).toBe(expected);
  });

  test('those that a script has nothing for can go, and many are no trouble', () => {
    expect(findings('A </prosody> <amazon:domain name="news">b</amazon:domain>')).toEqual([
      'unknown-tag </prosody>',
      'unknown-tag <amazon:domain name="news">',
    ]);
    const many = diagnose('<break/> <prosody> '.repeat(5000)).filter(({ code }) => code === 'unknown-tag');
    expect(many).toHaveLength(10_000);
  });
});

describe('is told once', () => {
  test.each<readonly [source: string, expected: readonly string[]]>([
    ['MARA [sad]: Hi.', ['unknown-character MARA [sad]: ']],
    ['> MARA: Hi.', ['unknown-character > MARA:']],
    ['```\n#One [sarcastic]\n***\n```', ['unknown-tag ```\n#One [sarcastic]\n***\n```']],
  ])('%s', (source, expected) => {
    expect(findings(`${cast}${source}\n`)).toEqual(expected);
  });
});

describe('is not told', () => {
  test.each([
    'A or | b, as they write it.\n',
    'He said | x | and so on.\n',
    'The `code` of it.\n',
    'A word[^1] and a [link](https://a.org).\n',
    'Chapter one was hard to write.\n',
    'Chapter One. It was hard to write, as ever.\n',
    'Part of it was gone.\n',
    'Book the first train, please.\n',
    'Act one way or another.\n',
    'Scene by scene they left.\n',
    'In the middle,\nChapter One\n',
    'Part one: the idea was good.\n',
    'MARA: Chapter One\n',
    'Mara read the prologue.\n',
    'Introduce INT. as a word.\n',
    '“He left without a word\n---\nThen she came.\n',
    'He left, and that was it.\n---\nThen she came.\n',
    'A line of a poem\nand one more\n---\nThen.\n',
    'The Storm\n\n---\n\nIt came.\n',
    '5\n> 3 is true.\n',
    'a = b\n=== is no sign of it.\n',
    'He cut to: the end.\n',
    'Press <Enter> or <word>. a < b.\n',
    '\\| a | b |\n',
    '\\CHAPTER I\n',
    '<!--\n| a | b |\n```\n> x\n-->\n',
    '# Chapter One\n\n## Scene 1\n',
  ])('%s', (source) => {
    expect(findings(`${cast}${source}`)).toEqual([]);
  });
});
