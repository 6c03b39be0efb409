import { expect } from 'vitest';
import {
  type FrameActivity,
  type Segmenter,
  type SpeechRange,
} from '../../../server/src/recognition/vad/segmenter.ts';

/** A frame is 100 ms here. */
export const joining = { maxFrames: 150, maxPauseFrames: 15, briefFrames: 3, limitFrames: 180 };

export type Stretch = readonly [startFrame: number, endFrame: number];

export interface Told {
  readonly ranges: readonly SpeechRange[];
  /** How many frames had been heard when each was told. */
  readonly toldAt: readonly number[];
}

/** What a segmenter finds in frames that come one by one, and at their end. */
export function run(segmenter: Segmenter, frames: readonly FrameActivity[]): Told {
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

/** That a segmenter tells nothing of frames it has given up, and holds `mostFrames` at most. */
export function expectFewHeld(
  segmenter: Segmenter,
  frames: readonly FrameActivity[],
  mostFrames: number,
): void {
  let oldest = 0;
  for (const [index, frame] of frames.entries()) {
    const range = segmenter.push(frame);
    expect(range?.startFrame ?? oldest).toBeGreaterThanOrEqual(oldest);
    expect(segmenter.oldestNeededFrame()).toBeGreaterThanOrEqual(oldest);
    oldest = segmenter.oldestNeededFrame();
    expect(index + 1 - oldest).toBeLessThanOrEqual(mostFrames);
  }
}
