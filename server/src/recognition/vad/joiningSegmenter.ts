import type { GrowingRange, Segmenter, SpeechRange } from './segmenter.ts';

export interface JoiningOptions {
  /** Neighbors that are together no longer than this become one range, the pause between them included. */
  readonly maxFrames: number;
  /** What parts them for longer than this stays apart. */
  readonly maxPauseFrames: number;
  /** Less speech than this joins a neighbor up to `limitFrames`: alone it would hardly be understood. */
  readonly briefFrames: number;
  /** No range becomes longer by being joined. */
  readonly limitFrames: number;
}

/**
 * Joins the ranges of another segmenter: those that follow each other after short pauses become one, as long as it is
 * not too long. Every range begins and ends as one of the others does, so none is silence alone.
 *
 * A range is held back until it is certain that nothing joins it: at most as long as the next one grows. Those that
 * follow each other do not overlap, and the same frames give the same ranges.
 */
export function createJoiningSegmenter(segmenter: Segmenter, options: JoiningOptions): Segmenter {
  const { maxPauseFrames } = options;
  let frameCount = 0;
  let held: SpeechRange | null = null;

  const replaceHeld = (range: SpeechRange | null): SpeechRange | null => {
    const released = held;
    held = range;
    return released;
  };
  const take = (range: SpeechRange): SpeechRange | null => {
    if (held === null || !belongTogether(held, range, options)) return replaceHeld(range);
    held = join(held, range);
    return null;
  };
  const isWaitingInVain = (growing: GrowingRange | null): boolean =>
    held !== null &&
    (growing === null
      ? frameCount - held.speechEndFrame > maxPauseFrames
      : !belongTogether(held, growing, options));

  return {
    push(frame) {
      frameCount += 1;
      const range = segmenter.push(frame);
      if (range !== null) return take(range);
      return isWaitingInVain(segmenter.growing()) ? replaceHeld(null) : null;
    },
    end() {
      const released = segmenter.end().map(take);
      return [...released, replaceHeld(null)].filter((range) => range !== null);
    },
    growing: () => segmenter.growing(),
    oldestNeededFrame: () => held?.startFrame ?? segmenter.oldestNeededFrame(),
  };
}

/** Once two ranges do not, they do not either when the second one has grown. */
function belongTogether(first: SpeechRange, second: SpeechRange, options: JoiningOptions): boolean {
  const { maxFrames, maxPauseFrames, briefFrames, limitFrames } = options;
  const isBrief = [first, second].some(
    (range) => range.speechEndFrame - range.speechStartFrame < briefFrames,
  );
  const length = second.endFrame - first.startFrame;
  return (
    second.speechStartFrame - first.speechEndFrame <= maxPauseFrames &&
    length <= (isBrief ? limitFrames : maxFrames)
  );
}

function join(first: SpeechRange, second: SpeechRange): SpeechRange {
  return { ...second, startFrame: first.startFrame, speechStartFrame: first.speechStartFrame };
}
