import fc from 'fast-check';
import type { PhrasingContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import { parseInlines } from '../../../server/src/script/parsing/parseInlines.ts';
import { describeInlines } from '../support/describeTree.ts';
import { propertyRuns } from '../support/scriptFragments.ts';

function inlines(text: string): string {
  return describeInlines(parseInlines(text, { startOffset: 0, endOffset: text.length }), text);
}

describe('points', () => {
  test.each([
    ['[laughter]', '{laughter}'],
    ['[vocalized-noise][mn]', '{vocalized-noise}{mn}'],
    ['[pause 500ms]', '{pause 500ms}'],
    ['[ pause 1s]', '[ pause 1s]'],
    ['[pause   1.5s  ]', '{pause 1.5s}'],
    ['[pause]', '{pause}'],
    ['[sound "a b.wav" gain=-6dB fade=500ms]', '{sound "a b.wav" gain=-6dB fade=500ms}'],
    ['[sound fade = 1s door.wav]', '{sound door.wav fade=1s}'],
    ['[sound a.wav loud "b" ?]', '{sound a.wav loud junk junk}'],
    ["[sound 'it is [one].wav']", '{sound "it is [one].wav"}'],
    ['[mark here]', '{mark here}'],
    ['[laughter loud=1]', '{laughter loud=1}'],
    ['[pause\n1s]', '{pause 1s}'],
  ])('%j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });

  test.each([
    ['[pause 500ms and on', '{pause 500ms, unclosed} and on'],
    ['[breath and on', '{breath, unclosed} and on'],
    ['[sound a.wav gain=1dB then [breath]', '{sound a.wav gain=1dB, unclosed} then {breath}'],
    ['[sound "a.wav', '{sound, unclosed} "a.wav'],
  ])('without its bracket %j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });
});

describe('spans', () => {
  test.each([
    ['<strong>a</strong>', '{strong: a}'],
    ['<say rate="slow" emotion=sad>a</say>', '{say rate=slow emotion=sad: a}'],
    ['<say alias=\'x "y"\' rate = fast>a</say >', '{say alias=x "y" rate=fast: a}'],
    ['<say fast "x" rate=>a</say>', '{say fast rate= junk: a}'],
    ['<laughter>a <say>b</say></laughter>', '{laughter: a {say: b}}'],
    ['<say>a', '{say, unclosed: a}'],
    ['<say><laughter>a</say> b', '{say: {laughter, unclosed: a}} b'],
    ['a</say>', 'a{stray say}'],
    ['<laughter>a</say></laughter>', '{laughter: a{stray say}}'],
    ['<say rate=slow a', '{say rate=slow, unclosed tag, unclosed:  a}'],
    ['<say rate=slow/>a', '{say rate=slow junk, unclosed: a}'],
    ['<say></say>', '{say: }'],
  ])('%j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });

  test('nest thirty-two deep; deeper ones are text', () => {
    const found = inlines(`${'<say>'.repeat(33)}a${'</say>'.repeat(33)}`);
    expect(found).toBe(`${'{say: '.repeat(32)}<say>a${'}'.repeat(32)}{stray say}`);
  });
});

describe('asterisks', () => {
  // https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis, the examples that have no underscores or links.
  test.each([
    ['*foo bar*', '{emphasis: foo bar}'],
    ['a * foo bar*', 'a * foo bar*'],
    ['a*"foo"*', 'a*"foo"*'],
    ['*\u00a0a\u00a0*', '*\u00a0a\u00a0*'],
    ['*$*alpha.', '*$*alpha.'],
    ['foo*bar*', 'foo{emphasis: bar}'],
    ['5*6*78', '5{emphasis: 6}78'],
    ['*foo bar *', '*foo bar *'],
    ['*(*foo)', '*(*foo)'],
    ['*(*foo*)*', '{emphasis: ({emphasis: foo})}'],
    ['**foo bar**', '{strong: foo bar}'],
    ['** foo bar**', '** foo bar**'],
    ['a**"foo"**', 'a**"foo"**'],
    ['**(**foo)', '**(**foo)'],
    ['*(**foo**)*', '{emphasis: ({strong: foo})}'],
    ['**foo "*bar*" foo**', '{strong: foo "{emphasis: bar}" foo}'],
    ['**foo**bar', '{strong: foo}bar'],
    ['*foo **bar** baz*', '{emphasis: foo {strong: bar} baz}'],
    ['*foo**bar**baz*', '{emphasis: foo{strong: bar}baz}'],
    ['*foo**bar*', '{emphasis: foo**bar}'],
    ['***foo** bar*', '{emphasis: {strong: foo} bar}'],
    ['*foo **bar***', '{emphasis: foo {strong: bar}}'],
    ['foo***bar***baz', 'foo{emphasis: {strong: bar}}baz'],
    ['foo******bar*********baz', 'foo{strong: {strong: {strong: bar}}}***baz'],
    ['** is not an empty emphasis', '** is not an empty emphasis'],
    ['foo ***', 'foo ***'],
    ['foo *\\**', 'foo {emphasis: {escape *}}'],
    ['**foo*', '*{emphasis: foo}'],
    ['*foo**', '{emphasis: foo}*'],
    ['***foo**', '*{strong: foo}'],
    ['****foo*', '***{emphasis: foo}'],
    ['**foo***', '{strong: foo}*'],
    ['*foo****', '{emphasis: foo}***'],
    ['****foo****', '{strong: {strong: foo}}'],
    ['***foo***', '{emphasis: {strong: foo}}'],
    ['*****foo*****', '{emphasis: {strong: {strong: foo}}}'],
    ['*foo **bar* baz**', '{emphasis: foo {emphasis: {emphasis: bar} baz}}'],
    ['**foo **bar baz**', '**foo {strong: bar baz}'],
    ['*foo *bar baz*', '*foo {emphasis: bar baz}'],
  ])('%j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });

  test.each([
    ['*a <say>b* c</say>', '*a {say: b* c}'],
    ['*a <say>b</say> c*', '{emphasis: a {say: b} c}'],
    ['e\u0301*e\u0301*', 'e\u0301{emphasis: e\u0301}'],
    ['😀**😀** a**😀**', '😀{strong: 😀} a**😀**'],
    ['**海**は', '{strong: 海}は'],
    ['2 * 3 * 4', '2 * 3 * 4'],
  ])('beside tags and letters of all kinds: %j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });
});

describe('asterisks pair as in another reader of CommonMark', () => {
  test('whatever is around them', () => {
    // Runs of one length: of longer ones that are used in part, the peer counts what is left, and the standard does not.
    const part = fc.constantFrom('*', 'a', 'b', ' ', '.', '"', '海', '\u00a0');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 16 }), fc.constantFrom('*', '**'), (parts, run) => {
        const text = `a${parts.join('').replaceAll(/\*+/gu, run)}a`;
        expect(inlines(text)).toBe(describeMarkdown(text));
      }),
      { numRuns: propertyRuns(2000) },
    );
  });

  function describeMarkdown(text: string): string {
    const paragraph = fromMarkdown(text).children[0];
    return paragraph?.type === 'paragraph' ? paragraph.children.map(describeNode).join('') : '';
  }

  function describeNode(node: PhrasingContent): string {
    if (node.type === 'text') return node.value;
    if (node.type !== 'emphasis' && node.type !== 'strong') return `{${node.type}}`;
    return `{${node.type}: ${node.children.map(describeNode).join('')}}`;
  }
});

describe('text', () => {
  test.each([
    ['[sic] [1] [the] [voice] [rough] [dark] [on]', '[sic] [1] [the] [voice] [rough] [dark] [on]'],
    ['a < b > c <b>x</b><br> <me@here.org> <3', 'a < b > c <b>x</b><br> <me@here.org> <3'],
    [
      '\\[breath] \\<say> \\*a\\* C:\\dir \\',
      '{escape [}breath] {escape <}say> {escape *}a{escape *} C:\\dir \\',
    ],
    ['a <!-- b --> c', 'a {comment} c'],
    ['a \\<!-- b', 'a {escape <}!-- b'],
    ['a \\\\<!-- b', 'a {escape \\}{comment, unclosed}'],
    ['<say alias="<!-- x -->">', '{say, unclosed tag, unclosed:  alias="{comment}">}'],
    ['[laughter: loud] [laughter in hall.]', '[laughter: loud] {laughter in junk}'],
    ['\0 \ud83d', '\0 \ud83d'],
  ])('%j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });
});

describe('near misses', () => {
  test.each([
    ['[laugther]', '{unknown point laugther}'],
    ['[Breath] [LAUGHTER]', '{unknown point Breath} {unknown point LAUGHTER}'],
    ['[puase 500ms]', '{unknown point puase}'],
    ['[soudn door.wav] [soudn of rain]', '{unknown point soudn} [soudn of rain]'],
    ['[laughs] [sighs]', '{unknown point laughs} {unknown point sighs}'],
    ['<saay rate=slow>a</saay>', '{unknown open saay}a{unknown close saay}'],
    ['<Strong>a</stong>', '{unknown open Strong}a{unknown close stong}'],
    [
      '<break time="1s"/><prosody rate="slow">a</prosody>',
      '{unknown open break}{unknown open prosody}a{unknown close prosody}',
    ],
    ['[laugther', '[laugther'],
  ])('%j is %s', (text, expected) => {
    expect(inlines(text)).toBe(expected);
  });
});

describe('what closes beyond the range is not closed in it', () => {
  test.each([
    ['a <!-- b | --> c', 'a {comment, unclosed}'],
    ['a [pause | 1s] c', 'a {pause, unclosed} '],
    ['<say>a | b</say>', '{say, unclosed: a }'],
    ['*a | b*', '*a '],
  ])('%j up to the bar is %s', (marked, expected) => {
    const text = marked.replace('|', '');
    const nodes = parseInlines(text, { startOffset: 0, endOffset: marked.indexOf('|') });
    expect(describeInlines(nodes, text)).toBe(expected);
  });
});
