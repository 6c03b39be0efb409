import { describe, expect, test } from 'vitest';
import type { CodeAction } from 'vscode-languageserver-types';
import { checkScript } from '../../../server/src/script/checking/checkScript.ts';
import { codeActions } from '../../../server/src/script/features/codeActions/codeActions.ts';
import { markedRange } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const cast = '---\ncast:\n  MARA: bf_emma\n---\n\n';

function actionsAt(text: string, only: readonly string[] | null = null): readonly CodeAction[] {
  const { source, startOffset, endOffset } = markedRange(text);
  const document = scriptDocumentOf(source);
  const diagnostics = checkScript(document.script, document.frontMatter, document.environment);
  return codeActions(document, { startOffset, endOffset }, { diagnostics, only });
}

/** The text after the action was taken. */
function taken(text: string, title: string): string {
  const { source } = markedRange(text);
  const document = scriptDocumentOf(source);
  const edit = actionsAt(text).find((action) => action.title === title)?.edit;
  if (edit === undefined) return 'not offered';
  const edits = Object.values(edit.changes ?? {}).flat();
  return edits.toReversed().reduce((written, { range, newText }) => {
    const [start, end] = [document.text.offsetAt(range.start), document.text.offsetAt(range.end)];
    return written.slice(0, start) + newText + written.slice(end);
  }, source);
}

describe('what is wrong can be mended', () => {
  test.each<[text: string, title: string, expected: string]>([
    ['A [lau<|>gther].', 'Change it to laughter', 'A [laughter].'],
    [
      `${cast}TOM<|>: Hello.`,
      'Add TOM to the cast',
      `${cast.replace('bf_emma', 'bf_emma\n  TOM: { voice: am_adam }')}TOM: Hello.`,
    ],
  ])('%j: %s', (text, title, expected) => {
    expect(taken(text, title)).toBe(expected);
  });

  test('elsewhere nothing is offered', () => {
    expect(actionsAt('A [laugther]. And <|>so on.')).toEqual([]);
  });
});

describe('selected words can be wrapped', () => {
  test.each<[text: string, title: string, expected: string]>([
    ['A <|>word<|>.', 'Emphasize', 'A *word*.'],
    ['A <|> word <|>.', 'Emphasize strongly', 'A  **word** .'],
    // Asterisks inside of a word would be text.
    ['In<|>sist<|>.', 'Emphasize', 'In<emphasis>sist</emphasis>.'],
    [
      `${cast}MARA: <|>Hello.<|>`,
      'Say sad (≈ pace and pitch)',
      `${cast}MARA: <say emotion="sad">Hello.</say>`,
    ],
    ['A <|>word<|>.', 'Say whispering', 'A <say delivery="whispering">word</say>.'],
    ['A <|>word [breath] b<|>.', 'Say slowly', 'A <say rate="slow">word [breath] b</say>.'],
    ['A <say>b <|>c<|></say>', 'Say while laughing', 'A <say>b <laughter>c</laughter></say>'],
    ['A <|><say>b</say><|> c', 'Say loudly', 'A <say volume="loud"><say>b</say></say> c'],
  ])('%j: %s', (text, title, expected) => {
    expect(taken(text, title)).toBe(expected);
  });

  test.each([
    'A word<|>.',
    'A <|> <|>.',
    'A <|><say>b<|></say> c',
    'A <say ra<|>te="slow">b<|></say> c',
    'A [bre<|>ath] c<|>',
    'One<|>.\n\nTwo<|>.',
    `${cast}<|>MARA: Hello<|>.`,
    '---\n<|>title<|>: A\n---',
  ])('not here: %j', (text) => {
    expect(actionsAt(text).filter(({ title }) => title === 'Emphasize')).toEqual([]);
  });

  test('what the voice cannot do comes last', () => {
    const styles = actionsAt('A <|>word<|>.', ['refactor.rewrite.delivery']).map(({ title }) => title);
    expect(styles.at(-1)).toBe('Say singing (not by af_heart)');
  });
});

describe('a selected word can go to the lexicon', () => {
  test('with a respelling to start from', () => {
    expect(taken(`${cast}MARA: <|>Marlow<|>.`, 'Add Marlow to the lexicon')).toContain('  Marlow: MAR-low\n');
  });

  test('unless it is there', () => {
    const text = '---\nlexicon:\n  Kaede: kah-EH-deh\n---\n\n<|>Kaede<|>.';
    expect(actionsAt(text).filter(({ title }) => title.includes('lexicon'))).toEqual([]);
  });
});

describe('a paragraph can be split between sentences', () => {
  test.each<[text: string, title: string, expected: string]>([
    ['One. <|>Two.', 'Split the paragraph here', 'One.\n\nTwo.'],
    ['(sad) “One.”<|> Two.', 'Split the paragraph here', '(sad) “One.”\n\n(sad) Two.'],
    [`${cast}MARA: (sad) One.\n<|>Two.`, 'Split the line here', `${cast}MARA: (sad) One.\nMARA: (sad) Two.`],
  ])('%j', (text, title, expected) => {
    expect(taken(text, title)).toBe(expected);
  });

  test.each(['One <|>two.', 'One.<|>', '<say>One. <|>Two.</say>', '# One. <|>Two.', 'One.<|>\n\nTwo.'])(
    'not here: %j',
    (text) => {
      expect(actionsAt(text)).toEqual([]);
    },
  );
});

describe('selected SSML becomes a script', () => {
  test.each<[text: string, expected: string]>([
    [
      '<|><speak xml:lang="en-US"><p>One.</p><p>Two.</p></speak><|>',
      '---\nlanguage: en-US\n---\n\nOne.\n\nTwo.\n',
    ],
    [
      'Then <|><prosody rate="slow">he</prosody> said<break time="1s"/><|> so.',
      'Then <say rate="slow">he</say> said [pause 1s] so.',
    ],
  ])('%j', (text, expected) => {
    expect(taken(text, 'Convert from SSML')).toBe(expected);
  });

  test.each(['A <|><say rate="slow">b</say><|>.', 'A <|><prosody rate="slow">b<|>.', 'A <|>word<|>.'])(
    'not: %j',
    (text) => {
      expect(taken(text, 'Convert from SSML')).toBe('not offered');
    },
  );
});

test('only what is wanted is offered', () => {
  const text = 'A <|>[laugther] b<|>.';
  const kinds = (only: readonly string[]): Set<string> =>
    new Set(actionsAt(text, only).map(({ kind = '' }) => kind.split('.')[0] ?? ''));
  expect(kinds(['quickfix'])).toEqual(new Set(['quickfix']));
  expect(kinds(['refactor'])).toEqual(new Set(['refactor']));
  expect(kinds(['source'])).toEqual(new Set());
});
