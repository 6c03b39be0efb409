import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { complete } from '../../../server/src/script/features/completion/complete.ts';
import { marked } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const cast = `---
language: en
cast:
  MARA: { voice: bf_emma }
  TOM: { voice: star }
---

`;

function completeAt(text: string, hasSnippets = true): readonly CompletionItem[] {
  const { source, offset } = marked(text);
  const items = complete(scriptDocumentOf(source), offset, {
    hasSnippets,
    soundFiles: () => ['door.wav', 'my rain.wav'],
  });
  return items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

const labels = (text: string): string[] => completeAt(text).map(({ label }) => label);

/** The text after the item was taken. */
function taken(text: string, label: string, hasSnippets = false): string {
  const { source } = marked(text);
  const item = completeAt(text, hasSnippets).find((candidate) => candidate.label === label);
  if (item?.textEdit === undefined || !('range' in item.textEdit)) return 'not offered';
  const { text: document } = scriptDocumentOf(source);
  const { range, newText } = item.textEdit;
  return (
    source.slice(0, document.offsetAt(range.start)) + newText + source.slice(document.offsetAt(range.end))
  );
}

describe('what is offered', () => {
  test.each<[text: string, first: readonly string[]]>([
    // What the voice can do comes before what it cannot.
    ['MARA: Hm. [<|>', ['pause', 'sound', 'mark', 'laughter']],
    ['[pause <|>', ['250ms', '500ms', '800ms']],
    ['[pause <|>]', ['250ms', '500ms', '800ms']],
    ['[sound <|>]', ['door.wav', 'my rain.wav']],
    ['[sound "<|>"]', ['door.wav', 'my rain.wav']],
    ['[sound door.wav <|>]', ['gain', 'fade']],
    ['[sound door.wav gain=<|>]', ['soft', 'medium', 'loud']],
    ['[sound door.wav fade=<|>]', ['250ms']],
    ['A <<|>', ['say', 'strong', 'emphasis', 'laughter']],
    ['A <say <|>', ['emotion', 'strength', 'delivery', 'rate']],
    ['A <say rate=slow <|>>b</say>', ['emotion', 'strength', 'delivery', 'pitch']],
    ['A <say rate="<|>">b</say>', ['x-slow', 'slow', 'medium', 'fast', 'x-fast', '0.9']],
    ['A <say rate=<|>', ['x-slow', 'slow']],
    ['A <say emotion="s<|>">b</say>', ['neutral', 'happy', 'sad']],
    ['A <say delivery="<|>">b</say>', ['whispering', 'shouting']],
    ['A <say as="<|>">b</say>', ['digits', 'characters', 'date']],
    ['A <say strength="<|>">b</say>', ['0.3', '0.5']],
    ['A <say language="<|>">b</say>', ['en-US', 'en-GB', 'fr-FR']],
    // Voices of the language, those that are here first.
    [`${cast}A <say voice="<|>">b</say>`, ['af_heart', 'am_adam', 'bf_emma', 'star', 'bm_far']],
    ['A <say language="fr" voice="<|>">b</say>', ['ff_siwis']],
    ['A <say language="en-GB" voice="<|>">b</say>', ['bf_emma', 'af_heart', 'am_adam', 'star', 'bm_far']],
    // Those that can do what is asked come first.
    ['A <say delivery="singing" voice="<|>">b</say>', ['star', 'af_heart']],
    ['---\ncast:\n  TOM: { voice: <|> }\n---\n\nTOM: Ha. [laughter]', ['star', 'af_heart']],
    ['A <say rate="slow"><laughter>b</<|>', ['laughter', 'say']],
    [`${cast}MARA: Hello.\nTOM: Yes.\n<|>`, ['MARA', 'TOM']],
    [`${cast}MARA: Hello.\nTOM: Yes.\nMARA: Then\n<|>`, ['TOM', 'MARA']],
    [`${cast}t<|>`, ['TOM']],
    [`${cast}MARA: (<|>`, ['whispering', 'shouting', 'laughing']],
    [`${cast}TOM: (<|>) Words.`, ['neutral', 'happy', 'sad']],
    [`${cast}TOM: (angry <|>) Words.`, ['0.3', '0.5']],
    [`${cast}TOM: (angry 0.5, w<|>) Words.`, ['neutral']],
    ['(<|>', ['whispering']],
    ['---\n<|>\n---', ['title', 'author', 'language', 'include', 'cast', 'lexicon', 'defaults']],
    ['---\ntitle: A\n<|>\n---', ['author', 'language', 'include']],
    ['---\ncast:\n  MARA: { <|> }\n---', ['voice', 'engine', 'language', 'rate']],
    ['---\ncast:\n  MARA: { voice: bf_emma, <|> }\n---', ['engine', 'language', 'rate']],
    ['---\ncast:\n  MARA:\n    voice: bf_emma\n    <|>\n---', ['engine', 'language', 'rate']],
    ['---\ncast:\n  MARA: { voice: <|> }\n---', ['af_heart', 'am_adam']],
    ['---\ncast:\n  MARA: <|>\n---', ['af_heart', 'am_adam']],
    ['---\nlanguage: fr\ncast:\n  MARA: { voice: <|> }\n---', ['ff_siwis']],
    ['---\ncast:\n  MARA: { emotion: <|> }\n---', ['neutral', 'happy']],
    ['---\ncast:\n  MARA: { rate: <|> }\n---', ['x-slow', 'slow']],
    ['---\ncast:\n  <|>\n---\n\nJOHN: Hello.', ['JOHN', 'narrator']],
    ['---\nlexicon:\n  Kaede: { <|> }\n---', ['respelling', 'alias', 'ipa']],
    ['---\ndefaults:\n  <|>\n---', ['pauses', 'chapters', 'scenes']],
    ['---\ndefaults:\n  pauses: { <|> }\n---', ['line', 'paragraph']],
    ['---\ndefaults:\n  scenes: <|>\n---', ['spoken', 'silent']],
    ['---\nlanguage: <|>\n---', ['en-US', 'en-GB']],
  ])('%j', (text, first) => {
    expect(labels(text).slice(0, first.length)).toEqual(first);
  });

  test.each<[text: string]>([
    [`${cast}MARA: Words <|>`],
    ['A word<|> in a text.'],
    ['<!-- [<|> -->'],
    ['A <!-- [<|> --> b'],
    [String.raw`A \[<|>`],
    ['A [pause 500ms]<|>'],
    ['A < b <|>'],
    ['A [word <|>'],
    ['A <say alias="<|>">b</say>'],
    ['[sound door.wav "<|>"]'],
    [`${cast}MARA: ("like <|>") Words.`],
    [`${cast}MARA: Words (<|>`],
    [`${cast}MARA: (sad) Words (<|>`],
    ['---\n# <|>\n---'],
    ['# <|>'],
    ['---\ntitle: <|>\n---'],
  ])('nothing: %j', (text) => {
    expect(labels(text)).toEqual([]);
  });
});

describe('what is written', () => {
  test.each<[text: string, label: string, expected: string]>([
    ['Hm. [<|>', 'breath', 'Hm. [breath]'],
    ['Hm. [bre<|>] Then.', 'breath', 'Hm. [breath] Then.'],
    ['Hm. [bre<|> and a [link]', 'breath', 'Hm. [breath] and a [link]'],
    ['[pau<|>', 'pause', '[pause '],
    ['[pause 5<|>00ms]', '1s', '[pause 1s]'],
    ['[sound <|>]', 'my rain.wav', '[sound "my rain.wav"]'],
    ['[sound "<|>', 'my rain.wav', '[sound "my rain.wav"'],
    ['[sound "do<|>or.wav"]', 'my rain.wav', '[sound "my rain.wav"]'],
    ['A <la<|>', 'laughter', 'A <laughter>'],
    ['A <la<|>>b', 'laughter', 'A <laughter>b'],
    ['A <say ra<|>>b</say>', 'rate', 'A <say rate=>b</say>'],
    ['A <say ra<|>="slow">b</say>', 'rate', 'A <say rate="slow">b</say>'],
    ['A <say rate=<|>>b</say>', 'slow', 'A <say rate="slow">b</say>'],
    ['A <say rate="sl<|>">b</say>', 'slow', 'A <say rate="slow">b</say>'],
    ['A <say rate="sl<|>', 'slow', 'A <say rate="slow"'],
    ["A <say rate='fa<|>st'>b</say>", 'slow', "A <say rate='slow'>b</say>"],
    ['A <laughter>b</<|>', 'laughter', 'A <laughter>b</laughter>'],
    [`${cast}MA<|>`, 'MARA', `${cast}MARA: `],
    [`${cast}<|>RA: Hello.`, 'TOM', `${cast}TOM: Hello.`],
    [`${cast}MARA: (wh<|>, sad) Hello.`, 'shouting', `${cast}MARA: (shouting, sad) Hello.`],
    [`${cast}MARA: (sad 0.<|>8) Hello.`, '0.5', `${cast}MARA: (sad 0.5) Hello.`],
    ['---\nti<|>\n---', 'title', '---\ntitle: \n---'],
    ['---\nti<|>: A\n---', 'title', '---\ntitle: A\n---'],
    ['---\ncas<|>\n---', 'cast', '---\ncast:\n  \n---'],
    [
      '---\ncast:\n  <|>\n---\n\nJOHN: Hi.',
      'JOHN',
      '---\ncast:\n  JOHN: { voice: af_heart }\n---\n\nJOHN: Hi.',
    ],
  ])('%j + %s', (text, label, expected) => {
    expect(taken(text, label)).toBe(expected);
  });

  test.each<[text: string, label: string, expected: string]>([
    ['[<|>]', 'pause', '[pause ${1:500ms}]'],
    ['A <<|>', 'say', 'A <say $1>${2:words}</say>'],
    ['A <say <|>>b</say>', 'rate', 'A <say rate="$1">b</say>'],
    [`${cast}MARA: (<|>) Hello.`, '"..."', `${cast}MARA: ("$1") Hello.`],
  ])('with snippets: %j + %s', (text, label, expected) => {
    expect(taken(text, label, true)).toBe(expected);
  });
});

describe('what the voice will do', () => {
  test.each<[text: string, label: string, note: string, sentence: string]>([
    [`${cast}MARA: [<|>`, 'breath', 'not by bf_emma', '**bf_emma** does not do this. Nothing is heard.'],
    [`${cast}TOM: [<|>`, 'breath', '', '**star** does this.'],
    [`${cast}MARA: (<|>`, 'sad', '≈ pace and pitch', '**bf_emma**: heard as pace and pitch.'],
    [`${cast}MARA: <say voice="star">[<|>`, 'breath', '', '**star** does this.'],
    ['A <say <|>', 'rate', '', '**af_heart** does this.'],
    [`${cast}<|>`, 'TOM', '', '**star** · en-US · female · actor · installed'],
    ['A <say delivery="singing" voice="<|>">', 'am_adam', 'not singing', '**am_adam**'],
    ['A <say voice="<|>">', 'bm_far', 'not installed', '**bm_far** · en-GB · male · reader · not installed'],
  ])('%j: %s', (text, label, note, sentence) => {
    const item = completeAt(text).find((candidate) => candidate.label === label);
    expect(item?.labelDetails?.description ?? '').toBe(note);
    expect(item?.documentation).toMatchObject({ value: expect.stringContaining(sentence) as string });
  });
});
