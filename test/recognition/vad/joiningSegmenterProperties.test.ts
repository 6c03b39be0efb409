import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createJoiningSegmenter } from '../../../server/src/recognition/vad/joiningSegmenter.ts';
import { createSegmenter } from '../../../server/src/recognition/vad/segmenter.ts';
import { expectFewHeld, joining, run } from './segmented.ts';

const segmenting = {
  startProbability: 0.5,
  endProbability: 0.3,
  minSpeechFrames: 2,
  leadFrames: 4,
  trailFrames: 2,
  longPauseFrames: 8,
  shortPauseFrames: 3,
  preferredFrames: 100,
  maxFrames: 150,
};

const recordings = fc
  .array(
    fc.record({
      probability: fc.constantFrom(0, 0, 0.4, 1),
      power: fc.double({ min: 0, max: 1, noNaN: true }),
      count: fc.integer({ min: 1, max: 60 }),
    }),
    { maxLength: 60 },
  )
  .map((runs) => runs.flatMap(({ count, ...frame }) => Array.from({ length: count }, () => frame)));

test('joined ranges are made of whole ranges in order, never too long, and no speech is lost', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      const apart = run(createSegmenter(segmenting), recording).ranges;
      const together = run(createJoiningSegmenter(createSegmenter(segmenting), joining), recording).ranges;
      const parts = together.map(({ startFrame, endFrame }) =>
        apart.filter((range) => range.startFrame >= startFrame && range.endFrame <= endFrame),
      );
      expect(parts.flat()).toEqual(apart);
      together.forEach((range, index) => {
        const [first] = parts[index] ?? [];
        const last = parts[index]?.at(-1);
        expect(range).toEqual({
          ...last,
          startFrame: first?.startFrame,
          speechStartFrame: first?.speechStartFrame,
        });
        expect(range.endFrame - range.startFrame).toBeLessThanOrEqual(joining.limitFrames);
      });
    }),
  );
});

test('a frame that was given up is in no later range, and few are held', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      expectFewHeld(
        createJoiningSegmenter(createSegmenter(segmenting), joining),
        recording,
        joining.limitFrames + segmenting.maxFrames,
      );
    }),
  );
});
