import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { hover } from '../../../server/src/script/features/hover.ts';
import { marked } from '../support/marked.ts';
import { scriptDocumentOf } from '../support/scriptDocumentOf.ts';

const front = `---
language: en
cast:
  MARA: { voice: bf_emma, rate: 0.9, emotion: sad, strength: 0.5 }
  TOM: star
lexicon:
  Kaede: kah-EH-deh
  nginx: { ipa: "ˈɛndʒɪn" }
---

`;

/** What is told, and of which text. */
function told(text: string): { readonly of: string; readonly markdown: string } | null {
  const { source, offset } = marked(text);
  const document = scriptDocumentOf(source);
  const result = hover(document, offset);
  if (result?.range === undefined) return null;
  const { start, end } = result.range;
  return {
    of: source.slice(document.text.offsetAt(start), document.text.offsetAt(end)),
    markdown: (result.contents as MarkupContent).value,
  };
}

describe('what is told', () => {
  test.each<[text: string, of: string, parts: readonly string[]]>([
    [
      `${front}MA<|>RA: Hello.`,
      'MARA',
      ['**MARA** · rate 0.9 · sad 0.5', '**bf_emma** · en-GB · female · reader'],
    ],
    [`${front}TOM: (wh<|>ispering) So.`, 'whispering', ['only breath', '**star** does this.']],
    [`${front}MARA: (sad 0.<|>4) So.`, 'sad 0.4', ['Strength 0.4', '**bf_emma**: heard as pace and pitch.']],
    [`${front}MARA: (slo<|>w) So.`, 'slow', ['0.8 times', '**bf_emma** does this.']],
    [`${front}MARA: (-2<|>st) So.`, '-2st', ['-2 semitones']],
    [`${front}MARA: (+3<|>dB) So.`, '+3dB', ['+3 dB']],
    [
      `${front}MARA: ("like <|>rain") So.`,
      '"like rain"',
      ['as one would tell an actor', '**bf_emma** does this.'],
    ],
    [`${front}MARA: So. [bre<|>ath]`, '[breath]', ['takes a breath', 'does not do this. Nothing is heard.']],
    ['[pause 5<|>00ms]', '[pause 500ms]', ['Silence']],
    ['[sound "door.wav" ga<|>in=-6dB]', 'gain=-6dB', ['louder or softer']],
    ['A <s<|>ay rate="slow">b</say>', '<say rate="slow">', ['How these words are said']],
    ['A <say rate="slow">b</s<|>ay>', '</say>', ['How these words are said']],
    ['A <say ra<|>te="slow">b</say>', 'rate="slow"', ['How fast', '**af_heart** does this.']],
    ['A <say rate="sl<|>ow">b</say>', 'slow', ['0.8 times', '**af_heart** does this.']],
    ['A <say emotion="sa<|>d" voice="star">b</say>', 'sad', ['Sorrowful', '**star** does this.']],
    [
      'A <say voice="bf_<|>emma">b</say>',
      'bf_emma',
      ['**bf_emma** · en-GB', 'By other means: neutral, happy'],
    ],
    ['A <say voice="bf_emma:2+af_<|>heart">b</say>', 'bf_emma:2+af_heart', ['A blend of voices', 'en-GB']],
    ['A <say voice="no<|>body">b</say>', 'nobody', ['No voice of this name is known.']],
    ['A <say as="di<|>gits">b</say>', 'digits', ['One digit after the other']],
    ['A <|>*word*', '*', ['Emphasized', '**af_heart** does this.']],
    [`${front}And Kae<|>de said`, 'Kaede', ['said as `kah-EH-deh`']],
    [`${front}And Kae<|>de’s hand`, 'Kaede’s', ['said as `kah-EH-deh`']],
    [`${front}And NGI<|>NX said`, 'NGINX', ['said as `ˈɛndʒɪn` (IPA)']],
    [`${front}And ngi<|>nx said`, 'nginx', ['said as `ˈɛndʒɪn` (IPA)']],
    ['# O<|>ne\n\nA word.\n\n# Two', '# One', ['Chapter, about 2 s.']],
    [front.replace('MARA:', 'MA<|>RA:'), 'MARA', ['**MARA**', '**bf_emma**']],
    [front.replace('bf_emma', 'bf_<|>emma'), 'bf_emma', ['**bf_emma** · en-GB']],
    [front.replace('TOM: star', 'TOM: st<|>ar'), 'star', ['**star** · en-US']],
    [front.replace('Kaede', 'Ka<|>ede'), 'Kaede', ['kah-EH-deh']],
    [front.replace('cast:', 'ca<|>st:'), 'cast', ['Who speaks']],
    [front.replace('rate:', 'ra<|>te:'), 'rate', ['How fast']],
    [front.replace('language:', 'lang<|>uage:'), 'language', ['The language of the script']],
  ])('%j', (text, of, parts) => {
    const result = told(text);
    expect(result?.of).toBe(of);
    for (const part of parts) expect(result?.markdown).toContain(part);
  });

  test.each([
    'A wo<|>rd.',
    '<|>',
    'A [wo<|>rd] b',
    'A <!-- [bre<|>ath] --> b',
    '-<|>--',
    'Text\n\n<|>\n\nText',
  ])('nothing: %j', (text) => {
    expect(told(text)).toBeNull();
  });
});
