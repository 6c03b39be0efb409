import { expect, test } from 'vitest';
import { toPeaks } from '../../server/src/audio/peaks.ts';

test.each<[name: string, samples: number[], count: number, expected: number[]]>([
  ['the largest magnitude of each part', [0.1, -0.5, 0.2, 0, 1, -0.2], 3, [128, 51, 255]],
  ['parts that do not divide it', [1, 0, 0, 0, 1], 2, [255, 255]],
  ['fewer samples than parts', [0.5, -1], 4, [128, 255]],
  ['beyond full scale', [-1.5], 1, [255]],
  ['nothing', [], 4, []],
])('%s', (_name, samples, count, expected) => {
  expect([...toPeaks(Float32Array.from(samples), count)]).toEqual(expected);
});
