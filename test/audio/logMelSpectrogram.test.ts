import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createLogMelSpectrogram } from '../../server/src/audio/logMelSpectrogram.ts';

interface ReferenceFrame {
  readonly frame: number;
  /** Every 5th of 80 filters, every 8th of 128. */
  readonly values: readonly number[];
}

const reference = JSON.parse(
  readFileSync(new URL('../fixtures/whisperLogMel.json', import.meta.url), 'utf8'),
) as {
  readonly frames: Readonly<Record<'80' | '128', readonly ReferenceFrame[]>>;
  /** Of 80 filters. */
  readonly halfMinute: readonly ReferenceFrame[];
};

/** A tone in a little noise. */
function createSound(length: number, toneAt: (index: number) => number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length }, (_, index) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return toneAt(index) + 0.05 * (seed / 2 ** 32 - 0.5);
  });
}

/** A rising tone, softer after a second. */
const sound = createSound(
  24_000,
  (index) => 0.4 * Math.sin((2 * Math.PI * (200 + index / 20) * index) / 16_000) * (index < 16_000 ? 1 : 0.1),
);

describe.for(['80', '128'] as const)('%s filters', (melCount) => {
  const logMel = createLogMelSpectrogram(Number(melCount));

  test('are those of the reference in all of 30 s', () => {
    const features = logMel.compute(sound, 3000);
    for (const { frame, values } of reference.frames[melCount])
      values.forEach((value, index) => {
        const mel = (index * Number(melCount)) / values.length;
        expect(features[mel * 3000 + frame], `frame ${frame}, filter ${mel}`).toBeCloseTo(value, 5);
      });
  });

  test('are the same in a shorter window', () => {
    const whole = logMel.compute(sound, 3000);
    const short = logMel.compute(sound, 200);
    for (let mel = 0; mel < logMel.melCount; mel += 1)
      expect(short.subarray(mel * 200, (mel + 1) * 200)).toEqual(
        whole.subarray(mel * 3000, mel * 3000 + 200),
      );
  });
});

test('a sound that fills 30 s is mirrored at its end', () => {
  const tone = (index: number): number =>
    0.4 * Math.sin((2 * Math.PI * 440 * index) / 16_000) * (index / 480_000);
  const features = createLogMelSpectrogram(80).compute(createSound(480_000, tone), 3000);
  for (const { frame, values } of reference.halfMinute)
    values.forEach((value, index) => {
      expect(features[index * 5 * 3000 + frame], `frame ${frame}, filter ${index * 5}`).toBeCloseTo(value, 5);
    });
});

test.for([
  ['silence', new Float32Array(16_000), -1.5],
  ['nothing', new Float32Array(0), -1.5],
] as const)('%s is the floor everywhere', ([, samples, floor]) => {
  const features = createLogMelSpectrogram(80).compute(samples, 100);
  expect(features.length).toBe(8000);
  expect(new Set(features)).toEqual(new Set([floor]));
});

test('what is beyond the window is not heard', () => {
  const logMel = createLogMelSpectrogram(80);
  expect(logMel.compute(sound, 100)).toEqual(logMel.compute(sound.slice(0, 16_000), 100));
});
