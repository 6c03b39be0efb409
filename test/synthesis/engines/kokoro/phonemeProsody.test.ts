import { describe, expect, it } from 'vitest';
import { neutralProsody, type ProsodySpan } from '../../../../protocol/prosody.ts';
import { emotionPresets } from '../../../../server/src/synthesis/engines/kokoro/emotionPresets.ts';
import {
  toPhonemeProsody,
  type RequestedProsody,
} from '../../../../server/src/synthesis/engines/kokoro/phonemeProsody.ts';
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

describe('toPhonemeProsody of a style', () => {
  const { sad, angry } = emotionPresets;
  const on = { startOffset: 3, endOffset: 5, prosody: {} };

  /** Of "go", "on" and "now". */
  function words(request: Pick<RequestedProsody, 'style'> & { readonly spans?: readonly ProsodySpan[] }) {
    const result = toPhonemeProsody({ prosody: neutralProsody, spans: [], ...request }, spoken, 10);
    return [result[1], result[4], result[7]];
  }

  it('changes the voice as the emotion does, by its strength', () => {
    const [go] = words({ style: { emotion: 'sad' } });
    expect(go).toMatchObject({ rateFactor: sad.rateFactor, energyDb: sad.energyDb });
    const [faint] = words({ style: { emotion: 'sad', strength: 0.5 } });
    expect(faint).toMatchObject({ rateFactor: sad.rateFactor ** 0.5, energyDb: sad.energyDb / 2 });
    expect(faint?.rangeFactor).toBeCloseTo((1 + sad.rangeFactor) / 2);
    expect(Math.log2(faint?.pitchFactor ?? 1) * 12).toBeCloseTo(sad.pitchSemitones / 2);
    const [none] = words({ style: { emotion: 'sad', strength: 0 } });
    expect(none).toMatchObject(neutralProsody);
  });

  it('replaces in a span what the span names', () => {
    const style = { emotion: 'sad', strength: 0.5, delivery: 'whispering' } as const;
    const [go, other, now] = words({ style, spans: [{ ...on, style: { emotion: 'angry' } }] });
    expect(other?.energyDb).toBeCloseTo((go?.energyDb ?? 0) - sad.energyDb / 2 + angry.energyDb);
    expect(other?.isWhispered).toBe(true);
    expect(now).toEqual(go);
    const [, plain] = words({ style, spans: [{ ...on, style: { emotion: 'neutral' } }] });
    expect(plain?.energyDb).toBeCloseTo((go?.energyDb ?? 0) - sad.energyDb / 2);
  });

  it('lets words stand out or stand back', () => {
    const accents = (emphasis: ProsodySpan['emphasis']) =>
      words({ spans: [{ ...on, ...(emphasis !== undefined && { emphasis }) }] }).map((word) => word?.accent);
    expect(accents('strong')).toEqual([0, 1, 0]);
    expect(accents('moderate')).toEqual([0, 0.55, 0]);
    expect(accents('reduced')).toEqual([0, 0, 0]);
    const [go, back] = words({ spans: [{ ...on, emphasis: 'reduced' }] });
    expect(back?.energyDb).toBeLessThan(go?.energyDb ?? 0);
  });

  it.each(['laughing', 'crying', 'singing'] as const)('leaves %s out', (delivery) => {
    expect(words({ style: { delivery } })).toEqual(words({}));
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
