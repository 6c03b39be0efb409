import { bandCount } from './graph/conditionGraph.ts';
import { createMelFrames } from './melFrames.ts';

/** Changes how fast a spectrogram is spoken, as it comes; however the frames are cut, what comes out is the same. */
export interface SpeedChange {
  /**
   * @param mel     row-major [80, n], what follows the earlier frames
   * @param isLast  the sound ends here
   * @returns       row-major [80, m], what is complete by now; floor(all / speed) in all, one frame at least
   */
  push(mel: Float32Array, isLast: boolean): Float32Array;
}

/**
 * The pitch stays. Frames in between are mixed of their neighbors.
 *
 * @param speed  above 0; 2 gives half as many frames
 * Source: torch.nn.functional.interpolate, `linear` without `align_corners`, as CosyVoice changes its speed; its step is
 * `speed` and not the quotient of the two lengths, of which a stream does not know one: less than a frame apart.
 */
export function createSpeedChange(speed: number): SpeedChange {
  if (speed === 1) return { push: (mel) => mel };
  const frames = createMelFrames();
  let givenCount = 0;
  const placeOf = (frame: number): number => Math.max(0, (frame + 0.5) * speed - 0.5);

  /** Of which both neighbors are known, or there is no later one. */
  function completeCount(isLast: boolean): number {
    const count = Math.floor(frames.count / speed);
    if (isLast) return Math.max(1, count);
    let complete = givenCount;
    while (complete < count && Math.floor(placeOf(complete)) + 1 < frames.count) complete += 1;
    return complete;
  }

  return {
    push(mel, isLast) {
      frames.append(mel);
      const end = frames.count === 0 ? 0 : completeCount(isLast);
      const toCount = end - givenCount;
      const firstFrame = Math.min(frames.count, Math.floor(placeOf(givenCount)));
      const known = frames.window(firstFrame, frames.count);
      const fromCount = frames.count - firstFrame;
      const changed = new Float32Array(bandCount * toCount);
      for (let frame = 0; frame < toCount; frame += 1) {
        const place = Math.min(fromCount - 1, placeOf(givenCount + frame) - firstFrame);
        const before = Math.floor(place);
        const after = Math.min(fromCount - 1, before + 1);
        for (let band = 0; band < bandCount; band += 1) {
          const low = known[band * fromCount + before] ?? 0;
          const high = known[band * fromCount + after] ?? 0;
          changed[band * toCount + frame] = low + (place - before) * (high - low);
        }
      }
      givenCount = end;
      frames.forgetBefore(Math.min(frames.count, Math.floor(placeOf(givenCount))));
      return changed;
    },
  };
}
