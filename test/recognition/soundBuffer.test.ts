import { expect, test } from 'vitest';
import { createSoundBuffer } from '../../server/src/recognition/soundBuffer.ts';
import { voiceActivityFrameSamples } from '../../server/src/recognition/vad/voiceActivityDetector.ts';

/** Frame after frame, each filled with its number. */
function block(firstFrame: number, frameCount: number, heardSamples?: number) {
  const samples = Float32Array.from({ length: frameCount * voiceActivityFrameSamples }, (_unused, index) =>
    Math.floor(firstFrame + index / voiceActivityFrameSamples),
  );
  return { samples, heardSamples: heardSamples ?? samples.length };
}

test('a view holds the samples of its place, whatever comes after', () => {
  const sound = createSoundBuffer();
  sound.append(block(0, 2));
  sound.append(block(2, 3));
  const view = sound.view(sound.toSamples(1) + 500, sound.toSamples(3) + 2);
  sound.append(block(5, 1));
  sound.dropBefore(5);
  expect(view.length).toBe(2 * voiceActivityFrameSamples - 498);
  expect([...new Set(view.read())]).toEqual([1, 2, 3]);
  expect([...view.read().slice(-2)]).toEqual([3, 3]);
});

test('what was dropped is gone, what is needed stays', () => {
  const sound = createSoundBuffer();
  for (let frame = 0; frame < 10; frame += 2) sound.append(block(frame, 2));
  sound.dropBefore(5);
  expect([...new Set(sound.view(sound.toSamples(5), sound.toSamples(10)).read())]).toEqual([5, 6, 7, 8, 9]);
  expect(new Set(sound.view(sound.toSamples(0), sound.toSamples(4)).read())).toEqual(new Set([0]));
});

test('the last frame ends where the source ends', () => {
  const sound = createSoundBuffer();
  sound.append(block(0, 1));
  sound.append(block(1, 1, 100));
  expect(sound.heardSamples()).toBe(voiceActivityFrameSamples + 100);
  expect(sound.toSamples(2)).toBe(voiceActivityFrameSamples + 100);
});
