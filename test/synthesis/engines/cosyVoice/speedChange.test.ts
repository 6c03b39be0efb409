import { expect, test } from 'vitest';
import { createSpeedChange } from '../../../../server/src/synthesis/engines/cosyVoice/speedChange.ts';

/** Each frame has one value in all bands. */
function melOf(...frames: number[]): Float32Array {
  return Float32Array.from(
    { length: 80 * frames.length },
    (_, index) => frames[index % frames.length] ?? NaN,
  );
}

/** Of the first band; all bands have the same. */
function framesOf(mel: Float32Array): number[] {
  const count = mel.length / 80;
  expect(mel).toEqual(melOf(...mel.subarray(0, count)));
  return [...mel.subarray(0, count)];
}

test.each([
  { frames: [0, 1, 2, 3], speed: 1, changed: [0, 1, 2, 3] },
  { frames: [0, 1, 2, 3], speed: 2, changed: [0.5, 2.5] },
  { frames: [0, 1], speed: 0.5, changed: [0, 0.25, 0.75, 1] },
  { frames: [0, 1, 2], speed: 5, changed: [2] },
  { frames: [0, 1, 2, 3, 4], speed: 1.5, changed: [0.25, 1.75, 3.25] },
])('$frames at speed $speed are $changed', ({ frames, speed, changed }) => {
  expect(framesOf(createSpeedChange(speed).push(melOf(...frames), true))).toEqual(changed);
});

test.each([0.5, 0.8, 1, 1.25, 2, 5])('at speed %d it is the same however the frames are cut', (speed) => {
  const frames = Array.from({ length: 41 }, (_, index) => (index * 7) % 11);
  const whole = framesOf(createSpeedChange(speed).push(melOf(...frames), true));
  const change = createSpeedChange(speed);
  const cut = [0, 1, 1, 12, 30].map((start, index, starts) => frames.slice(start, starts[index + 1]));
  const pieces = cut.map((piece) => framesOf(change.push(melOf(...piece), false)));
  pieces.push(framesOf(change.push(melOf(), true)));
  expect(pieces.flat()).toEqual(whole);
});
