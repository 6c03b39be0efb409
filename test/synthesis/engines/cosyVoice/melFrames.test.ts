import { expect, test } from 'vitest';
import { createMelFrames } from '../../../../server/src/synthesis/engines/cosyVoice/melFrames.ts';

/** Each frame has one value in all bands. */
function melOf(...frames: number[]): Float32Array {
  return Float32Array.from(
    { length: 80 * frames.length },
    (_, index) => frames[index % frames.length] ?? NaN,
  );
}

test('frames are counted from the start, also when the first ones are forgotten', () => {
  const frames = createMelFrames();
  frames.append(melOf(1, 2, 3));
  frames.append(melOf(4));
  frames.forgetBefore(2);
  frames.append(melOf());
  expect(frames.count).toBe(4);
  expect(frames.window(2, 4)).toEqual(melOf(3, 4));
  expect(() => frames.window(1, 2)).toThrow(RangeError);
  expect(() => frames.window(3, 5)).toThrow(RangeError);
});
