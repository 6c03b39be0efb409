import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { planToText } from '../../../../server/src/script/lowering/planToText.ts';
import { toTaggedText } from '../../../../server/src/script/exchange/transcript/taggedText.ts';
import { transcriptToScript } from '../../../../server/src/script/exchange/transcript/transcriptToScript.ts';
import { arbitraryUnicode, propertyRuns } from '../../support/scriptFragments.ts';
import { findings, scriptWorld } from '../../support/scriptWorld.ts';
import { planOf } from '../planOf.ts';
import { heard } from './heard.ts';

const world = scriptWorld({ isKnownWord: () => true });

/** Without the front matter. */
function body(segments: readonly TranscriptSegment[], comment?: string): string {
  return transcriptToScript(segments, comment)
    .replace(/^---\n[^]*?\n---\n\n/u, '')
    .trimEnd();
}

describe('a transcript as a script', () => {
  test.each<readonly [what: string, segments: readonly TranscriptSegment[], script: string]>([
    ['silence', [], ''],
    [
      'what follows within a second and a half is one paragraph',
      [heard('The wind came first.', { at: [0, 2000] }), heard('Then the knocking.', { at: [3499, 5000] })],
      'The wind came first. Then the knocking.',
    ],
    [
      'a longer silence ends it, and one from three seconds is a pause, of ten at most',
      [
        heard('One.', { at: [5000, 6000] }),
        heard('Two.', { at: [7500, 8000] }),
        heard('Three.', { at: [11_240, 12_000] }),
        heard('Four.', { at: [90_000, 91_000] }),
      ],
      'One.\n\nTwo.\n\n[pause 3.2s]\n\nThree.\n\n[pause 10s]\n\nFour.',
    ],
    [
      'emotions are directions; neutral and doubtful ones are none',
      [
        heard('What a day!', { at: [0, 1000], emotion: 'happy', emotionConfidence: 0.9 }),
        heard('Is it?', { at: [1000, 2000], emotion: 'neutral' }),
        heard('It is.', { at: [2000, 3000], emotion: 'sad', emotionConfidence: 0.4 }),
        heard('Go away!', { at: [3000, 4000], emotion: 'angry' }),
      ],
      '(happy) What a day!\n\nIs it? It is.\n\n(angry) Go away!',
    ],
    [
      'crying and singing are ways to speak, the other events are tags',
      [
        heard('No.', { at: [0, 1000], emotion: 'sad', events: ['crying'] }),
        heard('La la la.', { at: [1000, 2000], events: ['singing', 'music'] }),
        heard('Bravo.', { at: [2000, 3000], events: ['applause'] }),
        heard('More.', { at: [3000, 4000], events: ['applause'] }),
        heard('Hm.', { at: [4000, 5000], events: ['cough'], eventConfidence: 0.3 }),
        heard('', { at: [5000, 6000], events: ['laughter'] }),
      ],
      '(sad, crying) No.\n\n(singing) [music] La la la.\n\n[applause] Bravo. More. Hm. [laughter]',
    ],
    [
      'an event stands before the word that comes after it',
      [
        heard('I said (no) to it.', {
          at: [0, 4000],
          events: [
            ['laughter', 1500],
            ['breath', 3500],
          ],
          words: ['I', 'said', 'no', 'to', 'it'].map((text, index) => ({
            text,
            startMs: index * 800,
            endMs: index * 800 + 700,
            confidence: null,
          })),
        }),
      ],
      'I said [laughter] (no) to it. [breath]',
    ],
    [
      'other languages are spans',
      [
        heard('今天天气很好。', { at: [0, 1000], language: 'zh' }),
        heard('我们去公园吧。', { at: [1100, 2000], language: 'zh' }),
        heard('Good.', { at: [2000, 3000] }),
      ],
      '今天天气很好。我们去公园吧。\n\n<say language="en">Good.</say>',
    ],
    [
      'text that looks like anything else',
      [
        heard('# Title', { at: [0, 1000] }),
        heard('---', { at: [3000, 4000] }),
        heard('(sad) he wrote', { at: [6000, 7000] }),
        heard('BOB: [breath] *x* <say> <!-- y -->', { at: [9000, 10_000] }),
        heard('王：你好', { at: [12_000, 13_000] }),
        heard('[pause 2s]', { at: [15_000, 16_000] }),
        heard('two\n\nlines', { at: [18_000, 19_000] }),
      ],
      '\\# Title\n\n\\---\n\n\\(sad) he wrote\n\nBOB\\: \\[breath] \\*x\\* \\<say> \\<!-- y -->\n\n王：你好\n\n\\[pause 2s]\n\ntwo lines',
    ],
  ])('%s', (_what, segments, script) => {
    expect(body(segments)).toBe(script);
    expect(findings(transcriptToScript(segments), world)).toEqual([]);
  });

  test('says in which language it is, and who heard it', () => {
    const segments = [heard('Hello.', { at: [0, 1000], language: 'en' })];
    expect(transcriptToScript(segments, 'Heard by me --> x.')).toBe(
      '---\nlanguage: en\n---\n\n<!-- Heard by me -- > x. -->\n\nHello.\n',
    );
  });

  test('a long talk is more than one paragraph', () => {
    const sentence = `${'word '.repeat(60).trim()}.`;
    const segments = Array.from({ length: 20 }, (_, index) =>
      heard(sentence, { at: [index * 15_000, index * 15_000 + 14_900] }),
    );
    expect(
      body(segments)
        .split('\n\n')
        .map(({ length }) => length),
    ).toEqual([1203, 1203, 1203, 1203, 1203]);
  });

  test('whatever was heard, it is a script without findings that says the same words', () => {
    const segments = fc.array(arbitraryUnicode(), { maxLength: 5 }).map((texts) =>
      texts.map((text, index) =>
        heard(text, {
          at: [index * 2000, index * 2000 + (index % 2 === 0 ? 1900 : 100)],
          language: index % 3 === 0 ? 'en' : 'fr',
          emotion: index % 2 === 0 ? 'happy' : null,
          events: index % 2 === 0 ? ['laughter'] : [],
        }),
      ),
    );
    fc.assert(
      fc.property(segments, (said) => {
        const script = transcriptToScript(said);
        expect(findings(script, world)).toEqual([]);
        expect(wordsOf(planToText(planOf(script)))).toBe(wordsOf(said.map(({ text }) => text).join(' ')));
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

/** What can be said; a line of nothing but marks is not. */
function wordsOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

test('the same to read: tags, and nothing escaped', () => {
  const segments = [
    heard('What a *day*!', { at: [0, 1000], emotion: 'happy', events: ['laughter'] }),
    heard('# Yes.', { at: [1000, 2000] }),
    heard('', { at: [2000, 3000], events: ['applause'] }),
  ];
  expect(toTaggedText(segments)).toBe('(happy) [laughter] What a *day*!\n# Yes. [applause]');
});
