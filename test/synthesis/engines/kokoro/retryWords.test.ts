import { expect, test } from 'vitest';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import { retryWords } from '../../../../server/src/synthesis/engines/kokoro/retryWords.ts';
import { normalizeEnglish } from '../../../../server/src/text/normalize/normalizeEnglish.ts';
import { joinPhonemes } from '../../../../server/src/text/phonemes/joinPhonemes.ts';

const readings = new Map([
  ['lead', ['LED', 'LAD']],
  ['419', ['FOUR-ONE-NINE']],
]);

/** Says every word as its own letters, each retried word in the way of that number; spans as `word rate accent`. */
function retry(text: string, tries: Readonly<Record<string, number>>) {
  const tokens = normalizeEnglish(text).map((token) => ({ token, phonemes: token.text }));
  const retries = tokens.flatMap(({ token: { text: word, startOffset, endOffset } }) => {
    const tryIndex = tries[word];
    return tryIndex === undefined ? [] : [{ startOffset, endOffset, tryIndex }];
  });
  const read = retryWords(
    { request: { text, voice: 'v', prosody: neutralProsody, spans: [], retries }, tokens },
    tokens.map(({ token }) => readings.get(token.text) ?? []),
  );
  return {
    said: joinPhonemes(read.tokens).phonemes,
    spans: read.request.spans.map(
      ({ startOffset, endOffset, prosody, accent }) =>
        `${text.slice(startOffset, endOffset)} ${String(prosody.rateFactor)} ${String(accent)}`,
    ),
  };
}

const text = 'the lead pipe is 419 feet';

test.each<[name: string, tries: Record<string, number>, said: string, spans: readonly string[]]>([
  ['nothing', {}, text, []],
  ['a word by another reading first', { lead: 1 }, 'the LED pipe is 419 feet', []],
  ['then clearer', { lead: 2 }, text, ['lead 0.8 0.5']],
  ['then by the next reading', { lead: 3 }, 'the LAD pipe is 419 feet', []],
  ['then set apart', { lead: 4 }, 'the, lead, pipe is 419 feet', ['lead 0.8 undefined']],
  ['then slowly', { lead: 5 }, text, ['lead 0.65 0.3']],
  ['and from the start again', { lead: 6 }, 'the LED pipe is 419 feet', []],
  ['a word with one reading clearer at once', { pipe: 1 }, text, ['pipe 0.8 0.5']],
  [
    'words in a row are set apart first',
    { pipe: 1, is: 1 },
    'the lead, pipe, is, 419 feet',
    ['pipe 0.8 undefined', 'is 0.8 undefined'],
  ],
  ['a number clearer first', { '419': 1 }, text, ['419 0.8 0.5']],
  ['then by another reading', { '419': 2 }, 'the lead pipe is FOUR-ONE-NINE feet', []],
  ['the last word has no pause behind it', { feet: 2 }, 'the lead pipe is 419, feet', ['feet 0.8 undefined']],
])('%s', (_name, tries, said, spans) => {
  expect(retry(text, tries)).toEqual({ said, spans });
});

test('what is no token of the utterance is left alone', () => {
  const request = {
    text,
    voice: 'v',
    prosody: neutralProsody,
    spans: [],
    retries: [{ startOffset: 5, endOffset: 9, tryIndex: 1 }],
  };
  const tokens = normalizeEnglish(text).map((token) => ({ token, phonemes: token.text }));
  expect(retryWords({ request, tokens }, [])).toEqual({ request, tokens });
});
