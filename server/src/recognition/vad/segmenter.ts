/** What is known of one frame. */
export interface FrameActivity {
  /** That it holds speech, 0 to 1. */
  readonly probability: number;
  /** Mean square of its samples. */
  readonly power: number;
}

/** Frames `[startFrame, endFrame)` to be recognised; the speech itself is `[speechStartFrame, speechEndFrame)` inside. */
export interface SpeechRange {
  readonly startFrame: number;
  readonly endFrame: number;
  readonly speechStartFrame: number;
  readonly speechEndFrame: number;
  /** It was cut for its length only: the speech goes on in the next range. */
  readonly isCut: boolean;
}

/** What an open segment would be if it ended now. */
export interface GrowingRange extends SpeechRange {
  readonly speechFrameCount: number;
  /** Frames since the last one of speech. */
  readonly silentFrameCount: number;
}

export interface SegmenterOptions {
  /** Speech begins at this probability and goes on while it stays above the lower one. */
  readonly startProbability: number;
  readonly endProbability: number;
  /** Less speech than this is a click, not a segment. */
  readonly minSpeechFrames: number;
  /** Sound kept before and after the speech, where the neighbors leave room. */
  readonly leadFrames: number;
  readonly trailFrames: number;
  /** The pause that ends a segment: the longer one at its beginning, the shorter one from `preferredFrames` on. */
  readonly longPauseFrames: number;
  readonly shortPauseFrames: number;
  readonly preferredFrames: number;
  /** No range is longer; speech without a pause is cut in the second half, at the last break that is nearly the quietest. */
  readonly maxFrames: number;
}

/** Takes one frame after the other and says when a segment is complete. */
export interface Segmenter {
  push(frame: FrameActivity): SpeechRange | null;
  /** The recording is over: what is still to come, in order. */
  end(): readonly SpeechRange[];
  /** The open segment so far, also where it is too short yet to be kept; null between segments. */
  growing(): GrowingRange | null;
  /** Frames before this one will be in no further range. */
  oldestNeededFrame(): number;
}

/**
 * Finds segments of speech from the probabilities of their frames.
 *
 * 1. A frame at `startProbability` opens a segment; frames at `endProbability` keep it open.
 * 2. A pause closes it. The pause needed shrinks as the segment grows, so that short phrases are joined to a
 *    sentence and long ones are cut at the first breath: recognizers like several seconds of context.
 * 3. A segment that reaches `maxFrames` is cut in its second half, at the last break within 3 dB of the quietest, and
 *    goes on from there.
 * 4. A segment with fewer than `minSpeechFrames` of speech is dropped.
 *
 * Ranges follow each other without overlap. The same frames give the same ranges.
 */
export function createSegmenter(options: SegmenterOptions): Segmenter {
  const { leadFrames, trailFrames, maxFrames, minSpeechFrames } = options;
  let frameCount = 0;
  let previousEndFrame = 0;
  let open: OpenSegment | null = null;

  const close = (range: SpeechRange): SpeechRange => {
    previousEndFrame = range.endFrame;
    return range;
  };
  const withTrail = (segment: OpenSegment): SpeechRange =>
    toRange(segment, Math.min(segment.speechEndFrame + trailFrames, frameCount));
  const complete = (segment: OpenSegment): SpeechRange | null => {
    open = null;
    return segment.speechFrameCount < minSpeechFrames ? null : close(withTrail(segment));
  };
  const cut = (segment: OpenSegment): SpeechRange => {
    const keptCount = quietIndex(segment.frames, Math.ceil(maxFrames / 2));
    const cutFrame = segment.firstFrame + keptCount;
    open = openAt(cutFrame);
    for (const frame of segment.frames.slice(keptCount)) {
      extend(open, frame, options);
    }
    return close({ ...toRange(segment, cutFrame), isCut: true });
  };

  return {
    push(frame) {
      if (open === null && frame.probability >= options.startProbability) {
        open = openAt(frameCount, Math.max(previousEndFrame, frameCount - leadFrames));
      }
      frameCount += 1;
      if (open === null) {
        return null;
      }
      extend(open, frame, options);
      const length = frameCount - open.startFrame;
      if (frameCount - open.speechEndFrame >= neededPause(length, options)) {
        return complete(open);
      }
      return length >= maxFrames ? cut(open) : null;
    },
    end() {
      const last = open && complete(open);
      return last === null ? [] : [last];
    },
    growing: () =>
      open && {
        ...withTrail(open),
        speechFrameCount: open.speechFrameCount,
        silentFrameCount: frameCount - open.speechEndFrame,
      },
    oldestNeededFrame: () => open?.startFrame ?? Math.max(previousEndFrame, frameCount - leadFrames),
  };
}

interface OpenSegment {
  /** Where its sound begins, padding included. */
  startFrame: number;
  speechStartFrame: number;
  speechEndFrame: number;
  speechFrameCount: number;
  isSpeaking: boolean;
  /** Index of `frames[0]`. */
  readonly firstFrame: number;
  readonly frames: FrameActivity[];
}

function openAt(firstFrame: number, startFrame = firstFrame): OpenSegment {
  return {
    startFrame,
    speechStartFrame: firstFrame,
    speechEndFrame: firstFrame,
    speechFrameCount: 0,
    isSpeaking: true,
    firstFrame,
    frames: [],
  };
}

function toRange(segment: OpenSegment, endFrame: number): SpeechRange {
  return {
    startFrame: segment.startFrame,
    endFrame,
    speechStartFrame: segment.speechStartFrame,
    speechEndFrame: Math.min(segment.speechEndFrame, endFrame),
    isCut: false,
  };
}

function extend(segment: OpenSegment, frame: FrameActivity, options: SegmenterOptions): void {
  const index = segment.firstFrame + segment.frames.length;
  segment.frames.push(frame);
  const threshold = segment.isSpeaking ? options.endProbability : options.startProbability;
  segment.isSpeaking = frame.probability >= threshold;
  if (!segment.isSpeaking) {
    return;
  }
  if (segment.speechFrameCount === 0) {
    segment.speechStartFrame = index;
    segment.startFrame = Math.max(segment.startFrame, index - options.leadFrames);
  }
  segment.speechFrameCount += 1;
  segment.speechEndFrame = index + 1;
}

/**
 * Where to cut from `firstIndex` on: the quietest place, over five frames so that a stop consonant is none. Breaks between
 * words are equally quiet but for the noise: of those the last is taken, which leaves the most context.
 */
function quietIndex(frames: readonly FrameActivity[], firstIndex: number): number {
  const first = Math.min(firstIndex, frames.length - 1);
  const powers = frames.slice(first).map((_, index) => {
    const around = frames.slice(Math.max(0, first + index - 2), first + index + 3);
    return around.reduce((sum, frame) => sum + frame.power, 0) / around.length;
  });
  const limit = nearlyQuietest * Math.min(...powers);
  const last = powers.findLastIndex((power) => power <= limit);
  const before = powers.slice(0, last).findLastIndex((power) => power > limit);
  const inBreak = powers.slice(before + 1, last + 1);
  return first + before + 1 + inBreak.lastIndexOf(Math.min(...inBreak));
}

/** 3 dB. */
const nearlyQuietest = 2;

function neededPause(length: number, options: SegmenterOptions): number {
  const { longPauseFrames, shortPauseFrames, preferredFrames } = options;
  const growth = Math.min(1, length / preferredFrames);
  return Math.max(1, longPauseFrames + (shortPauseFrames - longPauseFrames) * growth);
}
