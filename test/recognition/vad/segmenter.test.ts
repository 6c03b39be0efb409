import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createSegmenter,
  type FrameActivity,
  type SegmenterOptions,
  type SpeechRange,
} from '../../../server/src/recognition/vad/segmenter.ts';
import { expectFewHeld } from './segmented.ts';

const options: SegmenterOptions = {
  startProbability: 0.5,
  endProbability: 0.3,
  minSpeechFrames: 3,
  leadFrames: 4,
  trailFrames: 2,
  longPauseFrames: 10,
  shortPauseFrames: 4,
  preferredFrames: 40,
  maxFrames: 60,
};

interface Run {
  readonly ranges: readonly SpeechRange[];
  /** After each push, the frame before which nothing is needed. */
  readonly oldest: readonly number[];
}

function segment(frames: readonly FrameActivity[]): Run {
  const segmenter = createSegmenter(options);
  const oldest: number[] = [];
  const ranges = frames.flatMap((frame) => {
    const range = segmenter.push(frame);
    oldest.push(segmenter.oldestNeededFrame());
    return range ?? [];
  });
  return { ranges: [...ranges, ...segmenter.end()], oldest };
}

/** `[probability, count]` pairs as frames of equal power. */
function frames(...runs: readonly (readonly [number, number])[]): FrameActivity[] {
  return runs.flatMap(([probability, count]) =>
    Array.from({ length: count }, () => ({ probability, power: 1 })),
  );
}

const recordings = fc
  .array(
    fc.record({
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
      power: fc.double({ min: 0, max: 1, noNaN: true }),
      count: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 40 },
  )
  .map((runs) => runs.flatMap(({ count, ...frame }) => Array.from({ length: count }, () => frame)));

test('silence has no segments', () => {
  expect(segment(frames([0.1, 500])).ranges).toEqual([]);
});

test('speech keeps a little of what surrounds it', () => {
  expect(segment(frames([0, 20], [0.9, 20], [0, 30])).ranges).toEqual([
    { startFrame: 16, endFrame: 42, speechStartFrame: 20, speechEndFrame: 40, isCut: false },
  ]);
});

test('speech up to both ends of the recording is kept whole', () => {
  expect(segment(frames([0.9, 20])).ranges).toEqual([
    { startFrame: 0, endFrame: 20, speechStartFrame: 0, speechEndFrame: 20, isCut: false },
  ]);
});

test('a click is no segment', () => {
  expect(segment(frames([0, 20], [0.9, 2], [0, 30])).ranges).toEqual([]);
});

test('speech fades below the threshold that began it without ending', () => {
  expect(segment(frames([0.9, 5], [0.4, 15], [0, 30])).ranges).toHaveLength(1);
  expect(segment(frames([0.4, 20], [0, 30])).ranges).toEqual([]);
});

test('a short pause joins short phrases and parts long ones', () => {
  expect(segment(frames([0.9, 8], [0, 6], [0.9, 8], [0, 30])).ranges).toHaveLength(1);
  expect(segment(frames([0.9, 45], [0, 6], [0.9, 8], [0, 30])).ranges).toHaveLength(2);
});

test('what surrounds two segments is shared out where the pause between them is short', () => {
  expect(segment(frames([0.9, 45], [0, 4], [0.9, 8], [0, 30])).ranges).toEqual([
    { startFrame: 0, endFrame: 47, speechStartFrame: 0, speechEndFrame: 45, isCut: false },
    { startFrame: 47, endFrame: 59, speechStartFrame: 49, speechEndFrame: 57, isCut: false },
  ]);
});

test('no segment needs a shorter pause than the shortest, however long it has become', () => {
  expect(segment(frames([0.9, 50], [0, 3], [0.9, 5], [0, 30])).ranges).toHaveLength(1);
});

test('what is left after a cut keeps no more silence before its speech than any other', () => {
  const silent = (count: number) => Array.from({ length: count }, () => ({ probability: 0, power: 0 }));
  const { ranges } = segment([...frames([0.9, 57]), ...silent(9), ...frames([0.9, 20]), ...silent(30)]);
  expect(ranges.map(({ startFrame, speechStartFrame }) => [startFrame, speechStartFrame])).toEqual([
    [0, 0],
    [62, 66],
  ]);
});

test('speech without a pause is cut where it is quietest', () => {
  const speech = frames([0.9, 100]).map((frame, index) => ({ ...frame, power: Math.abs(index - 45) }));
  const { ranges } = segment(speech);
  expect(ranges.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
    [0, 45],
    [45, 100],
  ]);
});

test('of places that are nearly as quiet speech is cut at the last', () => {
  const powers = new Map([
    [35, 1],
    [45, 1.9],
    [55, 2.1],
  ]);
  // A place is five frames.
  const speech = frames([0.9, 100]).map((frame, index) => ({
    ...frame,
    power: powers.get(Math.round(index / 5) * 5) ?? 9,
  }));
  expect(segment(speech).ranges.map(({ endFrame }) => endFrame)).toEqual([45, 100]);
});

test('only a range that was cut for its length says that the speech goes on', () => {
  const { ranges } = segment(frames([0.9, 100], [0, 30], [0.9, 10], [0, 30]));
  expect(ranges.map(({ isCut }) => isCut)).toEqual([true, false, false]);
});

test('a growing range is what its segment would be if it ended now', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      const segmenter = createSegmenter(options);
      for (const frame of recording) {
        segmenter.push(frame);
      }
      const growing = segmenter.growing();
      const [last] = segmenter.end();
      expect(last !== undefined).toBe((growing?.speechFrameCount ?? 0) >= options.minSpeechFrames);
      if (last !== undefined) expect(growing).toMatchObject(last);
    }),
  );
});

test('a growing range tells how long the voice has been silent', () => {
  const segmenter = createSegmenter(options);
  const silent = frames([0, 2], [0.9, 3], [0, 2], [0.9, 1], [0, 1]).map((frame) => {
    segmenter.push(frame);
    return segmenter.growing()?.silentFrameCount ?? null;
  });
  expect(silent).toEqual([null, null, 0, 0, 0, 1, 2, 0, 1]);
});

test('ranges are in order, apart, inside the recording, not empty and never too long', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      let previousEnd = 0;
      for (const { startFrame, endFrame, speechStartFrame, speechEndFrame } of segment(recording).ranges) {
        expect(startFrame).toBeGreaterThanOrEqual(previousEnd);
        expect(speechStartFrame).toBeGreaterThanOrEqual(startFrame);
        expect(speechEndFrame).toBeGreaterThan(speechStartFrame);
        expect(endFrame).toBeGreaterThanOrEqual(speechEndFrame);
        expect(endFrame - startFrame).toBeLessThanOrEqual(options.maxFrames);
        expect(endFrame).toBeLessThanOrEqual(recording.length);
        previousEnd = endFrame;
      }
    }),
  );
});

test('no speech of a fair length is lost', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      const { ranges } = segment(recording);
      const isCovered = (index: number): boolean =>
        ranges.some(({ startFrame, endFrame }) => index >= startFrame && index < endFrame);
      const isSpeech = recording.map(({ probability }) => probability >= options.startProbability);
      isSpeech.forEach((_unused, index) => {
        const stretch = isSpeech.slice(index, index + options.minSpeechFrames);
        const isFair = stretch.length === options.minSpeechFrames && stretch.every(Boolean);
        const wasCutInside = ranges.some(
          ({ endFrame }) => endFrame > index && endFrame < index + stretch.length,
        );
        expect(!isFair || wasCutInside || isCovered(index)).toBe(true);
      });
    }),
  );
});

test('a frame that was given up is in no later range, and few are held', () => {
  fc.assert(
    fc.property(recordings, (recording) => {
      expectFewHeld(createSegmenter(options), recording, options.maxFrames);
    }),
  );
});
