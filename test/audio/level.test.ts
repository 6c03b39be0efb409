import { expect, test } from 'vitest';
import { measureLevel } from '../../server/src/audio/level.ts';

test.each([
  [
    'a sine of full scale',
    Float32Array.from({ length: 4800 }, (_, n) => Math.sin((2 * Math.PI * n) / 48)),
    -3.01,
    0,
  ],
  ['a constant of a tenth', new Float32Array(100).fill(-0.1), -20, -20],
  ['silence', new Float32Array(100), -Infinity, -Infinity],
  ['nothing', new Float32Array(0), -Infinity, -Infinity],
] as const)('%s', (_, samples, rmsDb, peakDb) => {
  const level = measureLevel(samples);
  expect(level.rmsDb).toBeCloseTo(rmsDb, 1);
  expect(level.peakDb).toBeCloseTo(peakDb, 1);
});
