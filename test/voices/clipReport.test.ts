import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { reportClip } from '../../server/src/voices/clipReport.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { goldenFolder } from '../support/golden.ts';
import { never } from '../support/never.ts';

const rate = 16_000;

/** Syllables of 200 ms with pauses of 100 ms, over a noise. */
function clip(seconds: number, level: number, noiseLevel: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length: seconds * rate }, (_, index) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const isVoiced = index % 4800 < 3200;
    const noise = noiseLevel * (seed / 2 ** 31 - 1);
    return Math.max(-1, Math.min(1, (isVoiced ? level * Math.sin(index / 10) : 0) + noise));
  });
}

test.each([
  { name: 'a clean clip of 5 s', samples: clip(5, 0.5, 0.001), faults: [] },
  { name: 'half a second', samples: clip(0.5, 0.5, 0.001), faults: ['tooShort'] },
  { name: 'a minute', samples: clip(60, 0.5, 0.001), faults: ['tooLong'] },
  { name: 'silence', samples: new Float32Array(5 * rate), faults: ['silent'] },
  { name: 'a hiss', samples: clip(5, 0, 0.0005), faults: ['silent'] },
  { name: 'a loud noise', samples: clip(5, 0, 0.5), faults: ['noisy'] },
  { name: 'a voice in noise', samples: clip(5, 0.5, 0.2), faults: ['noisy'] },
  { name: 'a voice far away', samples: clip(5, 0.005, 0.0001), faults: ['quiet'] },
  { name: 'a voice over the scale', samples: clip(5, 2, 0.001), faults: ['clipped'] },
  { name: 'nothing', samples: new Float32Array(0), faults: ['tooShort', 'silent'] },
])('$name: $faults', ({ samples, faults }) => {
  expect(reportClip(samples, rate).faults).toEqual(faults);
});

test('the numbers are those of the sound', () => {
  const report = reportClip(clip(5, 0.5, 0.001), rate);
  expect(report.durationMs).toBe(5000);
  expect(report.speechDb).toBeCloseTo(20 * Math.log10(0.5) - 3.01, 0);
  expect(report.signalToNoiseDb).toBeCloseTo(20 * Math.log10(0.5) - 3.01 - (-60 - 4.77), 0);
  expect(report.clippedShare).toBe(0);
});

const prompt = path.join(goldenFolder, '../data/cosyvoice/zero_shot_prompt.wav');

describe.skipIf(!existsSync(prompt))('the clip that is published with the model', () => {
  it('is a good one', async () => {
    const chunks: number[] = [];
    const file = await openAudioFile(prompt, never);
    for await (const chunk of file.readMono(24_000, never)) chunks.push(...chunk);
    const report = reportClip(Float32Array.from(chunks), 24_000);
    expect(report.durationMs).toBe(3480);
    expect(report.faults).toEqual([]);
  });
});
