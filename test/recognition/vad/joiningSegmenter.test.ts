import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createJoiningSegmenter } from '../../../server/src/recognition/vad/joiningSegmenter.ts';
import { type Segmenter, type SpeechRange } from '../../../server/src/recognition/vad/segmenter.ts';
import { goldenFolder, hasGolden } from '../../support/golden.ts';
import { type Stretch, type Told, joining, run } from './segmented.ts';

/** Finds these stretches as soon as they have ended; the last `trailFrames` of each are silent. */
function createKnowingSegmenter(stretches: readonly Stretch[], trailFrames: number): Segmenter {
  let frameCount = 0;
  const rangeTo = ([startFrame]: Stretch, endFrame: number): SpeechRange => ({
    startFrame,
    endFrame,
    speechStartFrame: startFrame,
    speechEndFrame: endFrame - trailFrames,
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

function joined(
  stretches: readonly Stretch[],
  { options = joining, trailFrames = 0 } = {},
): { readonly spans: Stretch[] } & Told {
  const frameCount = (stretches.at(-1)?.[1] ?? 0) + 30;
  const silence = Array.from({ length: frameCount }, () => ({ probability: 0, power: 0 }));
  const told = run(createJoiningSegmenter(createKnowingSegmenter(stretches, trailFrames), options), silence);
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

test('the wait for a neighbor begins where the speech ends, not the sound that is kept after it', () => {
  expect(joined([[0, 25]], { trailFrames: 5 }).toldAt).toEqual([36]);
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
      const { spans } = joined(vad.map(toFrames), { options });
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
