import { expect, test } from 'vitest';
import { createHearing } from '../../server/src/worker/hearing.ts';

test('what was heard is not told again when it is said again', () => {
  const told: number[][] = [];
  const hearing = createHearing((samples) => told.push([...samples]));
  const first = hearing.begin();
  first.onSound(Float32Array.of(1, 2, 3));
  first.onSound(Float32Array.of(4, 5));
  const again = hearing.begin();
  again.onSound(Float32Array.of(1, 2));
  again.onSound(Float32Array.of(3, 4, 5, 6));
  again.onSound(Float32Array.of(7));
  expect(told).toEqual([[1, 2, 3], [4, 5], [6], [7]]);
  expect(again.end({ samples: Float32Array.of(8, 9), words: [] })).toEqual({
    samples: Float32Array.of(8, 9),
    words: [],
  });
});

test('also where it then comes as a whole', () => {
  const hearing = createHearing(() => undefined);
  hearing.begin().onSound(Float32Array.of(1, 2, 3));
  const { samples } = hearing.begin().end({ samples: Float32Array.of(1, 2, 3, 4), words: [] });
  expect(samples).toEqual(Float32Array.of(4));
});
