import { describe, expect, it } from 'vitest';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { createSilenceTrimmer } from '../../server/src/synthesis/silenceTrimmer.ts';

const rateHz = 24_000;
const ms = (count: number): number => (count * rateHz) / 1000;

/** Silence, a tone, silence, in milliseconds. */
function sound(before: number, length: number, after: number): Float32Array {
  return Float32Array.from({ length: ms(before + length + after) }, (_, index) =>
    index >= ms(before) && index < ms(before + length) ? 0.5 * Math.sin(index / 10) : 1e-5 * Math.sin(index),
  );
}

/** @param pieceLength  absent: all at once */
function trim(samples: Float32Array, pieceLength = Math.max(1, samples.length)) {
  const trimmer = createSilenceTrimmer(rateHz);
  const given: Float32Array[] = [];
  let at = 0;
  for (; samples.length - at > pieceLength; at += pieceLength)
    given.push(trimmer.push(samples.subarray(at, at + pieceLength)));
  given.push(trimmer.end(samples.subarray(at)));
  return { samples: joinSamples(given), cutSamples: trimmer.cutSamples(), given };
}

describe('createSilenceTrimmer', () => {
  it('leaves 20 ms before and after the sound', () => {
    const { samples, cutSamples } = trim(sound(300, 200, 500));
    expect(cutSamples).toBe(ms(280));
    expect(samples.length).toBe(ms(240));
  });

  it('keeps sound that reaches the ends, and fades it', () => {
    const { samples, cutSamples } = trim(sound(0, 200, 0));
    expect(cutSamples).toBe(0);
    expect(samples.length).toBe(ms(200));
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
  });

  it('keeps a quiet consonant before a loud vowel', () => {
    const samples = sound(300, 200, 100);
    for (let index = ms(200); index < ms(300); index += 1) samples[index] = 0.01 * Math.sin(index * 2);
    expect(trim(samples).cutSamples).toBe(ms(180));
  });

  it('gives nothing for silence', () => {
    expect(trim(new Float32Array(1000))).toMatchObject({ samples: new Float32Array(0), cutSamples: 0 });
    expect(trim(new Float32Array(0)).samples.length).toBe(0);
  });

  it.each([1, 119, 120, 700, 2400, 9000])('in pieces of %d samples it gives the same', (pieceLength) => {
    const samples = joinSamples([sound(300, 200, 90), sound(90, 150, 400)]);
    const whole = trim(samples);
    const pieces = trim(samples, pieceLength);
    expect(pieces.samples).toEqual(whole.samples);
    expect(pieces.cutSamples).toBe(whole.cutSamples);
  });

  it('tells a soft sound from silence at its end', () => {
    const soft = sound(300, 200, 500).map((sample) => sample / 3000);
    expect(trim(soft).samples.length).toBe(ms(240));
    expect(trim(soft, 2400).samples.length).toBe(ms(240));
  });

  it('gives what is surely kept at once, and pauses when they have ended', () => {
    const { given } = trim(joinSamples([sound(0, 200, 200), sound(0, 200, 200)]), ms(100));
    expect(given.map(({ length }) => length / ms(1))).toEqual([80, 100, 20, 0, 280, 100, 20, 20]);
  });
});
