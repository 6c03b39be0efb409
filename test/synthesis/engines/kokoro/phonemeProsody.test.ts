import { describe, expect, it } from 'vitest';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import { toPhonemeProsody } from '../../../../server/src/synthesis/engines/kokoro/phonemeProsody.ts';
import { toWordTimes } from '../../../../server/src/synthesis/engines/kokoro/wordTimes.ts';

/** "go on now" said as `gO ɑn nW`. */
const spoken = [
  { text: 'go', startOffset: 0, endOffset: 2, range: { start: 0, end: 2 } },
  { text: 'on', startOffset: 3, endOffset: 5, range: { start: 3, end: 5 } },
  { text: 'now', startOffset: 6, endOffset: 9, range: { start: 6, end: 8 } },
].map(({ range, ...token }) => ({ token: { ...token, words: [token.text], before: '', after: '' }, range }));

describe('toPhonemeProsody', () => {
  it('gives a span to its words and the space after them; factors multiply and decibels add', () => {
    const prosody = { ...neutralProsody, rateFactor: 1.2, energyDb: 2 };
    const span = { startOffset: 3, endOffset: 5, prosody: { rateFactor: 0.5, energyDb: 1 }, accent: 0.7 };
    const result = toPhonemeProsody({ prosody, spans: [span] }, spoken, 10);
    expect(result.map(({ rateFactor }) => rateFactor)).toEqual([
      1.2, 1.2, 1.2, 1.2, 0.6, 0.6, 0.6, 1.2, 1.2, 1.2,
    ]);
    expect(result.map(({ energyDb }) => energyDb)).toEqual([2, 2, 2, 2, 3, 3, 3, 2, 2, 2]);
    expect(result.map(({ accent }) => accent)).toEqual([0, 0, 0, 0, 0.7, 0.7, 0, 0, 0, 0]);
  });

  it('lays overlapping spans over each other', () => {
    const spans = [
      { startOffset: 0, endOffset: 9, prosody: { pitchFactor: 1.5 } },
      { startOffset: 6, endOffset: 9, prosody: { pitchFactor: 0.5 } },
    ];
    const result = toPhonemeProsody({ prosody: neutralProsody, spans }, spoken, 10);
    expect(result.map(({ pitchFactor }) => pitchFactor)).toEqual([
      1, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 0.75, 0.75, 0.75,
    ]);
  });
});

describe('toWordTimes', () => {
  it('adds the durations up, 25 ms ahead of them', () => {
    const units = [4, 2, 2, 1, 2, 2, 1, 2, 2, 3];
    expect(toWordTimes(spoken, units).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [75, 175],
      [200, 300],
      [325, 425],
    ]);
  });

  it('leaves out tokens that are not said', () => {
    const silent = spoken.map((word) => ({ ...word, range: { start: 3, end: 3 } }));
    expect(toWordTimes(silent, [1, 1, 1, 1, 1])).toEqual([]);
  });
});
