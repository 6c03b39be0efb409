import { describe, expect, test } from 'vitest';
import { codeToPlan } from '../../../../server/src/script/lowering/readAloud/codeToPlan.ts';
import { markdownToPlan } from '../../../../server/src/script/lowering/readAloud/markdownToPlan.ts';
import { plainTextToPlan } from '../../../../server/src/script/lowering/readAloud/plainTextToPlan.ts';
import { utterancesOf } from '../support/planOf.ts';

const textsOf = (plan: Parameters<typeof utterancesOf>[0]): string[] =>
  utterancesOf(plan).map(({ text }) => text);

describe('Markdown', () => {
  test.each<readonly [source: string, texts: readonly string[]]>([
    ['a\nb', ['a b']],
    ['Setext\n===', ['Setext']],
    ['[text](url) [][r] <https://x.org>', ['text [][r] x.org']],
    ['https://github.com/a/b/pull/12345678?x=1#y', ['github.com']],
    ['www.example.org/docs/', ['example.org/docs']],
    ['<me@example.org>', ['me@example.org']],
    ['![](i.png) ![alt *text*](i.png)', ['alt text']],
    ['``a ` b`` c', ['a ` b c']],
    ['```\n```', ['Code block, 0 lines, skipped.']],
    ['- [ ] a\n- [x] b', ['To do: a', 'Done: b']],
    ['7. a\n8. b', ['7. a', '8. b']],
    ['1. ```ts\n   x\n   ```', ['1.', 'Code block, 1 line of TypeScript, skipped.']],
    ['| a | b |\n|---|---|', ['a, b.']],
    ['| a |\n|---|\n| ![x](y) |', ['a: x.']],
    ['a[^1] b\n\n[^1]: c', ['a b', 'Footnote: c']],
    ['a[^1]\n\n[^1]: b[^1][^2]\n\n[^2]: c', ['a', 'Footnote: b', 'Footnote: c']],
    ['<!-- a --> b', ['b']],
    ['<!-- a -->\n\n<script>\nb\n</script>\n\n<p><img src="c.png" alt="d"></p>', []],
    ['<p align="center">a <b>b</b> &amp;&nbsp;c<br>d\ne</p>\n<p>f</p>', ['a b & c d e', 'f']],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', ['a b', 'c']],
    ['> <div title="x > y">a\n> b</div>', ['a b']],
    ['a <!-- b --> c', ['a c']],
    ['<details>\n<summary>a</summary>\n\nb\n\n</details>', ['a', 'b']],
    ['a<br>b <kbd>c</kbd>', ['a b c']],
    ['> a\n>\n> > b', ['a', 'b']],
    ['---\ntitle: t\n---\na', ['a']],
    ['a\\_b &lt;c&gt; &copy;', ['a_b <c> ©']],
    ['<say alias="x">a *b*</say>, <say as=digits>12</say>', ['x, one two']],
    ['a <say voice=v>b</say>. c', ['a', 'b.', 'c']],
    ['\\[breath] `[breath]` [breath]', ['[breath] [breath]']],
    ['[sic] [noisy]', ['[sic] [noisy]']],
  ])('%j', (source, texts) => {
    expect(textsOf(markdownToPlan(source))).toEqual(texts);
  });

  test('other languages hear no English', () => {
    const source = 'a[^1]\n\n```\nx\n```\n\n- [x] b\n\n[^1]: c';
    expect(textsOf(markdownToPlan(source, { language: 'de' }))).toEqual(['a', 'c', 'b']);
    expect(textsOf(markdownToPlan('```\nx\n```', { codeBlocks: 'skipped' }))).toEqual([]);
  });

  test('a part', () => {
    const source = '# One\n\nTwo *three* four.\n\nFive.';
    const range = { startOffset: source.indexOf('three'), endOffset: source.indexOf('four') + 4 };
    expect(textsOf(markdownToPlan(source, { range }))).toEqual(['three four']);
  });

  test.each([
    ['asterisks', '*a **b '.repeat(20_000)],
    ['brackets', '[!['.repeat(50_000)],
    ['quotes', '> '.repeat(50_000)],
    ['lists', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')],
    ['tags', '<say rate=slow>a'.repeat(20_000)],
    ['HTML', `<p>\n${'<a "<!- '.repeat(50_000)}`],
    ['unclosed code', '`'.repeat(100_000)],
  ])('%s built to be slow are read', (_name, source) => {
    const started = performance.now();
    expect(markdownToPlan(source).items.length).toBeLessThan(source.length);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('plain text', () => {
  test.each<readonly [source: string, texts: readonly string[]]>([
    [
      'A line that its writer wrapped because it was long,\nand its end.',
      ['A line that its writer wrapped because it was long, and its end.'],
    ],
    ['Roses are red\nViolets are blue', ['Roses are red', 'Violets are blue']],
    ['- a\n- b', ['- a', '- b']],
    ['A\n\n=====\n\nB', ['A', 'B']],
    ['a [breath] <say as=digits>12</say> [sic] [laugther]', ['a one two [sic] [laugther]']],
    ['', []],
  ])('%j', (source, texts) => {
    expect(textsOf(plainTextToPlan(source))).toEqual(texts);
  });
});

describe('comments of code', () => {
  test.each<readonly [languageId: string, source: string, texts: readonly string[]]>([
    ['typescript', '// a\n// b\n\n// c', ['a b', 'c']],
    ['typescript', '/**\n * A {@link B}.\n *\n * @param {string} x  the x\n */', ['A B.', 'param x the x']],
    ['typescript', 'f("// no", \'/* no */\', `// ${g("`")} ${`// no`} no`); // yes', ['yes']],
    ['typescript', 'const a = /[/*]"/; // yes\nb = 1 / 2; // also / this', ['yes', 'also / this']],
    ['typescript', 'return /\\/*/.test(a) // yes', ['yes']],
    ['typescriptreact', '// ----------\n// Title\n// ----------', ['Title']],
    ['c', "/* Copyright X.\n   Licensed. */\nchar q = '\"'; // yes", ['Copyright X. Licensed.', 'yes']],
    ['cpp', 'auto s = R"x(// no )" )x"; /// yes', ['yes']],
    ['csharp', '/// <summary>Yes.</summary>\nvar s = @"\\"; // also', ['Yes.', 'also']],
    [
      'rust',
      "fn a<'a>(x: &'a str) { '\"' } // yes\nr#\"// no\"#; /* a /* b */ c */ //! d",
      ['yes', 'a /* b */ c', 'd'],
    ],
    ['go', 's := `\\` // yes', ['yes']],
    [
      'python',
      '#!/usr/bin/env python\n"""Doc.\n\nMore."""\nx = """no"""  # yes\ndef f():\n    r\'\'\'Of f.\'\'\'',
      ['Doc.', 'More.', 'yes', 'Of f.'],
    ],
    ['python', 'd = {\n  "a":\n  """no"""\n}\n# it\'s', ["it's"]],
    ['ruby', '=begin\na\n=end\nb = "#{c}" # d', ['a', 'd']],
    ['shellscript', 'echo "${#a} # no" $# a#b # yes', ['yes']],
    ['yaml', "a: don't # yes\nb: http://x#no\nc: '# no'", ['yes']],
    ['sql', "-- a\nSELECT 'it''s -- no' /* b */", ['a', 'b']],
    ['lua', '--[[ a\nb ]] x = [[ -- no ]] --- c', ['a b', 'c']],
    ['haskell', '-- | A\n{- b {- c -} d -}', ['A', 'b {- c -} d']],
    ['html', '<p>no</p><!-- a\nb -->', ['a b']],
    ['lisp', '(a ";no") ;; yes', ['yes']],
    ['css', 'a { b: "/* no */" } /* yes */', ['yes']],
    ['markdown', '# A', ['A']],
    ['unheard-of', '// a', ['// a']],
  ])('%s: %j', (languageId, source, texts) => {
    expect(textsOf(codeToPlan(source, languageId))).toEqual(texts);
  });
});
