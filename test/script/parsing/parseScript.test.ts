import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';
import { describeTree } from '../support/describeTree.ts';

const includedSpeakers = ['MARA', 'TOM', 'narrator', 'a.b*', 'OLD MAN', '王'];

function tree(source: string): string[] {
  return describeTree(parseScript(source, { includedSpeakers }));
}

describe('blocks', () => {
  test.each<[string, string[]]>([
    ['', []],
    ['\n \n', []],
    ['One.\nTwo.\n\nThree.', ['narration: One.\nTwo.', 'narration: Three.']],
    ['  One. \r\n\t\r\nTwo.\rThree.', ['narration: One.', 'narration: Two.\rThree.']],
    [
      '# One\n## Two *three*\n###### Four\n#\n',
      ['heading 1: One', 'heading 2: Two {emphasis: three}', 'heading 2: Four', 'heading 1: '],
    ],
    ['#tag\n####### seven', ['narration: #tag\n####### seven']],
    ['One.\n# Two\nThree.', ['narration: One.', 'heading 1: Two', 'narration: Three.']],
    [
      'One.\n---\nTwo.\n -----  \n-- -',
      ['narration: One.', 'sceneBreak', 'narration: Two.', 'sceneBreak', 'narration: -- -'],
    ],
    [
      '[sound a.wav]\n [pause 1s] [mark x] <!-- c -->\nOne.',
      ['cue: {sound a.wav}', 'cue: {pause 1s} {mark x} {comment}', 'narration: One.'],
    ],
    ['One.\n[pause 1s]\nTwo.', ['narration: One.', 'cue: {pause 1s}', 'narration: Two.']],
    ['[pause 1s] One.\n[breath]', ['narration: {pause 1s} One.\n{breath}']],
    ['[pause 1s\nOne.', ['cue: {pause 1s, unclosed}', 'narration: One.']],
  ])('%j', (source, expected) => {
    expect(tree(source)).toEqual(expected);
  });
});

describe('speakers', () => {
  test.each<[string, string[]]>([
    ['MARA: One.\nTwo.\nTOM: Three.\n\nFour.', ['MARA: One.\nTwo.', 'TOM: Three.', 'narration: Four.']],
    ['MARA:One', ['MARA: One']],
    ['MARA:', ['MARA: ']],
    ['MARA:\nOne.', ['MARA: One.']],
    [' MARA\u00a0: One.', ['MARA: One.']],
    ['a.b*: One.\naxb*: Two.', ['a.b*: One.\naxb*: Two.']],
    ['OLD MAN: One.\nOLD  MAN: Two.', ['OLD MAN: One.', 'narration by OLD  MAN?: OLD  MAN: Two.']],
    ['王：一。\n王: 二。\n李：三。', ['王: 一。', '王: 二。\n李：三。']],
    ['Mara: One.\nword: two', ['narration: Mara: One.\nword: two']],
    ['One.\nNOBODY: Two.\nThree.', ['narration: One.', 'narration by NOBODY?: NOBODY: Two.\nThree.']],
    [
      'A: one\nAB:c\nÉÈ: d\nX2-Y: e',
      ['narration: A: one\nAB:c', 'narration by ÉÈ?: ÉÈ: d', 'narration by X2-Y?: X2-Y: e'],
    ],
    ['AB:', ['narration by AB?: AB:']],
    ['MARA\\: One.', ['narration: MARA{escape :} One.']],
    ['One. MARA: Two.', ['narration: One. MARA: Two.']],
  ])('%j', (source, expected) => {
    expect(tree(source)).toEqual(expected);
  });
});

describe('directions', () => {
  test.each<[string, string]>([
    ['MARA: (whispering, fearful) One.', 'MARA: (delivery whispering, emotion fearful) One.'],
    ['MARA:(angry 0.8)One.', 'MARA: (emotion angry 0.8) One.'],
    ['MARA: ( Slow , x-fast,1.2 ) One.', 'MARA: (rate 0.8, rate 1.5, rate 1.2) One.'],
    ['MARA: (low, +2st, −1.5 st) One.', 'MARA: (pitch -3, pitch 2, pitch -1.5) One.'],
    ['MARA: (soft, loud, -3dB) One.', 'MARA: (volume -6, volume 4, volume -3) One.'],
    ['MARA: (sad, "like (so), and <b>") One.', 'MARA: (emotion sad, instruct like (so), and <b>) One.'],
    ['MARA: (calm,\n slow)\nOne.', 'MARA: (emotion calm, rate 0.8) One.'],
    ['(tender) One.', 'narration: (emotion tender) One.'],
    ['(tender)', 'narration: (emotion tender) '],
    ['(tender and so on) One.', 'narration: (tender and so on) One.'],
    ['(1) One. (calm) Two.', 'narration: (1) One. (calm) Two.'],
    ['MARA: (nonsense) One.', 'MARA: (rejected) (nonsense) One.'],
    ['MARA: (sad, ) One.', 'MARA: (rejected) (sad, ) One.'],
    ['MARA: () One.', 'MARA: (rejected) () One.'],
    ['MARA: (angry 2) (sad) One.', 'MARA: (rejected) (angry 2) (sad) One.'],
    ['MARA: ("a", "b") One.', 'MARA: (rejected) ("a", "b") One.'],
    ['MARA: (rate 9, 9st) One.', 'MARA: (rejected) (rate 9, 9st) One.'],
    ['MARA: (sad One.', 'MARA: (sad One.'],
    ['MARA: (sad <!-- ) -->) One.', 'MARA: (sad {comment}) One.'],
    ['MARA: One (sad).', 'MARA: One (sad).'],
    ['NOBODY: (sad) One.', 'narration by NOBODY?: NOBODY: (sad) One.'],
  ])('%j', (source, expected) => {
    expect(tree(source)).toEqual([expected]);
  });
});

describe('comments', () => {
  test.each<[string, string[]]>([
    ['<!-- a -->\nOne.', ['comment', 'narration: One.']],
    ['<!-- a\n\n# b\n--> <!-- c -->\n\nOne.', ['comment', 'narration: One.']],
    ['One <!-- a\n\nb --> two.\nThree.', ['narration: One {comment} two.\nThree.']],
    ['One.\n<!-- MARA: a -->\ntwo.', ['narration: One.\n{comment}\ntwo.']],
    ['# One <!-- a\nb --> two\nThree.', ['heading 1: One {comment} two', 'narration: Three.']],
    ['MARA: One.\n<!-- a\n\n# Two', ['MARA: One.\n{comment, unclosed}']],
    ['<!-- a\n\n# Two', ['comment, unclosed']],
    ['MARA <!-- a -->: One.', ['narration: MARA {comment}: One.']],
    ['<!-- a --> MARA: One.', ['narration: {comment} MARA: One.']],
    ['\\<!-- a\n\n# Two', ['narration: {escape <}!-- a', 'heading 1: Two']],
  ])('%j', (source, expected) => {
    expect(tree(source)).toEqual(expected);
  });
});

describe('front matter', () => {
  test.each<[string, string[]]>([
    ['---\ntitle: a\n---\nOne.', ['front matter', 'narration: One.']],
    ['\ufeff---\r\ntitle: a\r\n---\r\nOne.', ['front matter', 'narration: One.']],
    ['---\n---\nOne.', ['front matter', 'narration: One.']],
    ['---\ntitle: a\n\n# One', ['front matter, unclosed', 'heading 1: One']],
    ['---\ntitle: a', ['front matter, unclosed']],
    ['---', ['sceneBreak']],
    ['---\n\nOne.', ['sceneBreak', 'narration: One.']],
    [' ---\na: b\n---\n', ['sceneBreak', 'narration: a: b', 'sceneBreak']],
    ['\n---\na: b\n---\n', ['sceneBreak', 'narration: a: b', 'sceneBreak']],
    ['---\ncast: { ANN: x }\n---\nANN: One.', ['front matter', 'ANN: One.']],
  ])('%j', (source, expected) => {
    expect(tree(source)).toEqual(expected);
  });
});

test('the example of the language page', () => {
  const source = readFileSync('test/script/fixtures/lighthouse.aloud', 'utf8');
  expect(describeTree(parseScript(source))).toEqual([
    'front matter',
    'heading 1: Chapter 1: The storm',
    'narration: The wind came first. {pause 800ms} Then the {emphasis: knocking}.',
    'MARA: (delivery whispering, emotion fearful) Did you hear that? {breath}',
    'TOM: (emotion angry 0.8, instruct like a man who has not slept) {strong: Nothing} is out there! {laughter}',
    'comment',
    'cue: {sound door.wav}',
    'heading 2: Later',
    'narration: He had said it {say rate=slow emotion=sad: three times} before she answered.',
  ]);
});
