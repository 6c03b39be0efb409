import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createResampler } from '../../server/src/audio/resample.ts';
import { join } from '../audio/tones.ts';
import { readAll } from '../audioFiles/audioFixtures.ts';
import { measurePitchHz } from './pitch.ts';

/** A buzz with the overtones of a voice, of which the second is louder than the fundamental. */
function buzz(pitchHz: (timeS: number) => number, seconds: number, sampleRateHz: number): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: Math.round(seconds * sampleRateHz) }, (_, index) => {
    phase += (2 * Math.PI * pitchHz(index / sampleRateHz)) / sampleRateHz;
    return (
      0.1 * Math.sin(phase) +
      0.3 * Math.sin(2 * phase) +
      0.2 * Math.sin(3 * phase) +
      0.1 * Math.sin(7 * phase)
    );
  });
}

function noise(sampleCount: number, amplitude: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: sampleCount }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return amplitude * (state / 2 ** 30 - 1);
  });
}

describe('measurePitchHz', () => {
  it.each([70, 101.3, 157, 220, 333, 450])('finds %d Hz within 0.5 %', (pitchHz) => {
    for (const sampleRateHz of [16_000, 24_000]) {
      const { medianHz } = measurePitchHz(
        buzz(() => pitchHz, 0.6, sampleRateHz),
        sampleRateHz,
      );
      expect(Math.abs(medianHz / pitchHz - 1)).toBeLessThan(0.005);
    }
  });

  it('follows a glide', () => {
    const glide = buzz((timeS) => 120 + 80 * timeS, 1, 24_000);
    const { frames } = measurePitchHz(glide, 24_000);
    frames.forEach((pitchHz, frame) => {
      expect(pitchHz).not.toBeNull();
      expect(Math.abs((pitchHz ?? 0) / (120 + 80 * (frame * 0.01 + 0.0167)) - 1)).toBeLessThan(0.02);
    });
  });

  it('does not take noise or silence for a voice', () => {
    const sound = join([noise(12_000, 0.2), buzz(() => 150, 0.5, 24_000), new Float32Array(12_000)]);
    const { medianHz, frames } = measurePitchHz(sound, 24_000);
    expect(Math.abs(medianHz / 150 - 1)).toBeLessThan(0.005);
    expect(frames.slice(0, 40).filter((pitchHz) => pitchHz !== null).length).toBeLessThan(4);
    expect(frames.slice(105).every((pitchHz) => pitchHz === null)).toBe(true);
    expect(measurePitchHz(new Float32Array(24_000), 24_000).medianHz).toBeNaN();
  });

  it('sees speech that is played faster rise by the same factor', async (context) => {
    const shared = process.env['ALOUD_SHARED'] ?? path.join(import.meta.dirname, '../../../shared');
    const clips = path.join(shared, 'data/speech/ljspeech');
    if (!existsSync(clips)) return context.skip(`${clips} is missing`);
    const [name = ''] = readdirSync(clips)
      .filter((entry) => entry.endsWith('.flac'))
      .sort();
    const speech = (await readAll(path.join(clips, name))).subarray(0, 16_000 * 4);
    const { medianHz } = measurePitchHz(speech, 16_000);
    expect(medianHz).toBeGreaterThan(150);
    expect(medianHz).toBeLessThan(280);
    for (const factor of [1.25, 0.8]) {
      const resampler = createResampler(16_000 * factor, 16_000);
      const played = join([resampler.push(speech), resampler.flush()]);
      expect(Math.abs(measurePitchHz(played, 16_000).medianHz / medianHz / factor - 1)).toBeLessThan(0.01);
    }
  });
});
