import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createJoiningSegmenter } from '../../../server/src/recognition/vad/joiningSegmenter.ts';
import {
  createSegmenter,
  type FrameActivity,
  type Segmenter,
  type SpeechRange,
} from '../../../server/src/recognition/vad/segmenter.ts';
import { goldenFolder, hasGolden } from '../../support/golden.ts';

/** A frame is 100 ms here. */
const joining = { maxFrames: 150, maxPauseFrames: 15, briefFrames: 3, limitFrames: 180 };

type Stretch = readonly [startFrame: number, endFrame: number];

/** Finds these stretches of speech, with nothing around them, as soon as they have ended. */
function createKnowingSegmenter(stretches: readonly Stretch[]): Segmenter {
  let frameCount = 0;
  const rangeTo = ([startFrame]: Stretch, endFrame: number): SpeechRange => ({
    startFrame,
    endFrame,
    speechStartFrame: startFrame,
    speechEndFrame: endFrame,
    isCut: false,
  });
  const current = (): Stretch | undefined =>
    stretches.find(([start, end]) => start < frameCount && frameCount < end);
  return {
    push() {
      frameCount += 1;
      const ended = stretches.find(([, end]) => end === frameCount);
      return ended === undefined ? null : rangeTo(ended, frameCount);
    },
    end: () => [],
    growing() {
      const stretch = current();
      if (stretch === undefined) return null;
      return {
        ...rangeTo(stretch, frameCount),
        speechFrameCount: frameCount - stretch[0],
        silentFrameCount: 0,
      };
    },
    oldestNeededFrame: () => current()?.[0] ?? frameCount,
  };
}

interface Told {
  readonly ranges: readonly SpeechRange[];
  /** How many frames had been heard when each was told. */
  readonly toldAt: readonly number[];
}

function run(segmenter: Segmenter, frames: readonly FrameActivity[]): Told {
  const ranges: SpeechRange[] = [];
  const toldAt: number[] = [];
  frames.forEach((frame, index) => {
    const range = segmenter.push(frame);
    if (range === null) return;
    ranges.push(range);
    toldAt.push(index + 1);
  });
  const last = segmenter.end();
  return { ranges: [...ranges, ...last], toldAt: [...toldAt, ...last.map(() => frames.length)] };
}

function joined(stretches: readonly Stretch[], options = joining): { readonly spans: Stretch[] } & Told {
  const frameCount = (stretches.at(-1)?.[1] ?? 0) + 30;
  const silence = Array.from({ length: frameCount }, () => ({ probability: 0, power: 0 }));
  const told = run(createJoiningSegmenter(createKnowingSegmenter(stretches), options), silence);
  return { ...told, spans: told.ranges.map(({ startFrame, endFrame }) => [startFrame, endFrame]) };
}

test.each<{ readonly what: string; readonly stretches: Stretch[]; readonly spans: Stretch[] }>([
  {
    what: 'neighbors',
    stretches: [
      [5, 20],
      [30, 60],
    ],
    spans: [[5, 60]],
  },
  {
    what: 'many',
    stretches: [
      [0, 40],
      [45, 90],
      [95, 140],
      [145, 190],
    ],
    spans: [
      [0, 140],
      [145, 190],
    ],
  },
  {
    what: 'a longer pause',
    stretches: [
      [0, 20],
      [36, 60],
    ],
    spans: [
      [0, 20],
      [36, 60],
    ],
  },
  {
    what: 'one that alone is as long',
    stretches: [
      [0, 150],
      [155, 170],
    ],
    spans: [
      [0, 150],
      [155, 170],
    ],
  },
  {
    what: 'a brief one behind a long one',
    stretches: [
      [0, 150],
      [155, 157],
    ],
    spans: [[0, 157]],
  },
  {
    what: 'a brief one before a long one',
    stretches: [
      [0, 2],
      [10, 160],
    ],
    spans: [[0, 160]],
  },
  {
    what: 'brief ones without end',
    stretches: [
      [0, 150],
      [160, 162],
      [172, 174],
      [184, 186],
    ],
    spans: [
      [0, 174],
      [184, 186],
    ],
  },
  {
    what: 'a brief one far from all',
    stretches: [
      [0, 20],
      [40, 42],
      [70, 90],
    ],
    spans: [
      [0, 20],
      [40, 42],
      [70, 90],
    ],
  },
])('$what', ({ stretches, spans }) => {
  expect(joined(stretches).spans).toEqual(spans);
});

test.each([
  {
    what: 'nothing follows in time',
    stretches: [
      [0, 20],
      [60, 80],
    ],
    toldAt: [36, 96],
  },
  {
    what: 'what follows is too long to be joined',
    stretches: [
      [0, 100],
      [110, 200],
    ],
    toldAt: [151, 216],
  },
  {
    what: 'the recording ends',
    stretches: [
      [0, 20],
      [25, 100],
    ],
    toldAt: [116],
  },
] as const)('a range is told as soon as $what', ({ stretches, toldAt }) => {
  expect(joined(stretches).toldAt).toEqual(toldAt);
});

describe.skipIf(!hasGolden)("where FunASR's merge_vad", () => {
  interface MergeCase {
    readonly vad: readonly Stretch[];
    readonly max_length: number;
    readonly out: readonly Stretch[];
  }
  const file = path.join(goldenFolder, 'sensevoice/text/merge_vad.json');
  const cases = hasGolden ? (JSON.parse(readFileSync(file, 'utf8')) as readonly MergeCase[]) : [];

  /** In milliseconds; what it does with the silences between: it makes them parts of a piece, or pieces. */
  const ours: readonly (readonly Stretch[])[] = [
    [],
    [[1000, 2000]],
    [
      [500, 14_000],
      [14_500, 20_000],
    ],
    [
      [500, 30_000],
      [31_000, 33_000],
    ],
    [
      [2000, 3000],
      [40_000, 41_000],
    ],
    [[0, 300]],
    [
      [1000, 15_900],
      [16_000, 31_000],
      [31_100, 47_000],
      [47_100, 47_500],
    ],
    [
      [1000, 8000],
      [8200, 15_900],
    ],
  ];

  it.each(cases.map((mergeCase, index) => ({ ...mergeCase, index })))(
    'makes $out of $vad, no piece is silence',
    ({ vad, max_length: maxLength, out, index }) => {
      const toFrames = ([startMs, endMs]: Stretch): Stretch => [startMs / 100, endMs / 100];
      const options = { ...joining, maxFrames: maxLength / 100, limitFrames: maxLength / 100 };
      const { spans } = joined(vad.map(toFrames), options);
      expect(spans).toEqual(ours[index]?.map(toFrames));
      // All that either hears of speech, the other one hears.
      const isIn = (pieces: readonly Stretch[], ms: number): boolean =>
        pieces.some(([startMs, endMs]) => startMs <= ms && ms < endMs);
      for (const [startMs, endMs] of vad)
        for (let ms = startMs; ms < endMs; ms += 100)
          expect([isIn(ours[index] ?? [], ms), isIn(out, ms)]).toEqual([true, true]);
    },
  );
});

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
      const segmenter = createJoiningSegmenter(createSegmenter(segmenting), joining);
      let oldest = 0;
      for (const [index, frame] of recording.entries()) {
        const range = segmenter.push(frame);
        expect(range?.startFrame ?? oldest).toBeGreaterThanOrEqual(oldest);
        expect(segmenter.oldestNeededFrame()).toBeGreaterThanOrEqual(oldest);
        oldest = segmenter.oldestNeededFrame();
        expect(index + 1 - oldest).toBeLessThanOrEqual(joining.limitFrames + segmenting.maxFrames);
      }
    }),
  );
});
