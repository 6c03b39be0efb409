import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neutralProsody, type Prosody, type ProsodySpan } from '../../../protocol/prosody.ts';
import type { SynthesizedUtterance, Synthesizer } from '../../../server/src/synthesis/synthesizer.ts';
import { trimSilence } from '../../support/trimSilence.ts';
import { measurePitchHz } from '../../support/pitch.ts';
import { openKokoro } from '../../support/speechEngines.ts';
import { never } from '../../support/never.ts';

const text = 'My brother never ran along the river in the morning.';
const voices = ['af_heart', 'am_michael', 'bf_emma', 'bm_george'];
/** Each takes seconds: every voice has some of the words, and every word a man and a woman. */
const accentedBy: Readonly<Record<string, readonly string[]>> = {
  af_heart: ['brother', 'never', 'along'],
  am_michael: ['river', 'morning', 'brother'],
  bf_emma: ['river', 'morning'],
  bm_george: ['never', 'along'],
};
const rateHz = 24_000;
const semitone = 2 ** (1 / 12);

const opened = {} as { kokoro: Synthesizer };
const neutral = new Map<string, SynthesizedUtterance>();

beforeAll(async () => {
  opened.kokoro = await openKokoro();
  for (const voice of voices) neutral.set(voice, await say(voice, {}));
});
afterAll(() => opened.kokoro.dispose());

function say(
  voice: string,
  prosody: Prosody,
  spans: readonly ProsodySpan[] = [],
): Promise<SynthesizedUtterance> {
  return opened.kokoro.synthesize({ text, voice, prosody: { ...neutralProsody, ...prosody }, spans }, never);
}

function neutralOf(voice: string): SynthesizedUtterance {
  const utterance = neutral.get(voice);
  if (utterance === undefined) throw new Error(`"${voice}" was not spoken.`);
  return utterance;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Pitch of one sound against another's of the same length, frame by frame where both are voiced. */
function pitchRatios(
  sound: Float32Array,
  reference: Float32Array,
  range = { fromMs: 0, toMs: Infinity },
): number[] {
  const frames = measurePitchHz(sound, rateHz).frames;
  const referenceFrames = measurePitchHz(reference, rateHz).frames;
  return frames.flatMap((frequency, frame) => {
    const other = referenceFrames[frame] ?? null;
    const isInside = frame * 10 >= range.fromMs && frame * 10 < range.toMs;
    return frequency === null || other === null || !isInside ? [] : [frequency / other];
  });
}

function levelDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0));
}

describe.each(voices)('%s', (voice) => {
  it.each([1.25, 0.8])('moves its pitch by %f within 3 %', async (pitchFactor) => {
    const { samples } = await say(voice, { pitchFactor });
    const base = neutralOf(voice).samples;
    expect(samples.length).toBe(base.length);
    const ratios = pitchRatios(samples, base);
    expect(ratios.length).toBeGreaterThan(40);
    expect(median(ratios) / pitchFactor).toBeGreaterThan(0.97);
    expect(median(ratios) / pitchFactor).toBeLessThan(1.03);
    const medians = measurePitchHz(samples, rateHz).medianHz / measurePitchHz(base, rateHz).medianHz;
    expect(Math.abs(medians / pitchFactor - 1)).toBeLessThan(0.05);
  });

  it.each([1.3, 0.8])('speaks %f times as fast within 3 %', async (rateFactor) => {
    const { samples } = await say(voice, { rateFactor });
    const heard = (sound: Float32Array): number => trimSilence(sound, rateHz).length;
    const ratio = heard(neutralOf(voice).samples) / heard(samples);
    expect(Math.abs(ratio / rateFactor - 1)).toBeLessThan(0.03);
  });

  it.each([6, -12])('changes its level by %d dB within 1 dB', async (energyDb) => {
    const { samples } = await say(voice, { energyDb });
    expect(Math.abs(levelDb(samples) - levelDb(neutralOf(voice).samples) - energyDb)).toBeLessThan(1);
  });

  it.each([0.3, 1.3])('moves its melody %f times as far from the mean', async (rangeFactor) => {
    const { samples } = await say(voice, { rangeFactor });
    const slope = melodySlope(samples, neutralOf(voice).samples);
    expect(Math.abs(slope - rangeFactor)).toBeLessThan(0.2);
  });

  it.each(accentedBy[voice] ?? [])('raises "%s" where it is accented, and no other word', async (word) => {
    const startOffset = text.indexOf(word);
    const span = { startOffset, endOffset: startOffset + word.length, prosody: {}, accent: 1 };
    const accented = await say(voice, {}, [span]);
    const base = neutralOf(voice);
    const rises = base.words.map((other, index) => ({
      word: other.text,
      rise: wordPitch(accented, index) / wordPitch(base, index),
    }));
    expect(rises.find((rise) => rise.word === word)?.rise).toBeGreaterThan(semitone ** 2);
    const others = rises.filter((other) => other.word !== word && !Number.isNaN(other.rise));
    expect(others.length).toBeGreaterThan(4);
    for (const other of others) {
      expect(other.rise, other.word).toBeGreaterThan(1 / semitone);
      expect(other.rise, other.word).toBeLessThan(semitone);
    }
  });
});

/** How far a frame is from the mean, against how far it was: slope of the least-squares line, in octaves. */
function melodySlope(sound: Float32Array, reference: Float32Array): number {
  const frames = measurePitchHz(sound, rateHz).frames;
  const pairs = measurePitchHz(reference, rateHz).frames.flatMap((hz, frame) => {
    const other = frames[frame] ?? null;
    return hz === null || other === null ? [] : [{ x: Math.log2(hz), y: Math.log2(other) }];
  });
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const center = { x: mean(pairs.map(({ x }) => x)), y: mean(pairs.map(({ y }) => y)) };
  const product = mean(pairs.map(({ x, y }) => (x - center.x) * (y - center.y)));
  return product / mean(pairs.map(({ x }) => (x - center.x) ** 2));
}

/** Median pitch of a word; NaN where it is hardly voiced. */
function wordPitch({ samples, words }: SynthesizedUtterance, index: number): number {
  const { startMs = 0, endMs = 0 } = words[index] ?? {};
  const frames = measurePitchHz(samples, rateHz).frames.slice(
    Math.round(startMs / 10),
    Math.round(endMs / 10),
  );
  const voiced = frames.filter((hz) => hz !== null);
  return voiced.length < 4 ? Number.NaN : median(voiced);
}
