/** What the model says of each frame; the first four are those of the head. */
export interface FrameScores {
  /** [F] most likely piece; the lowest id where several are. */
  readonly ids: Int32Array;
  /** [F] its logit. */
  readonly maxima: Float32Array;
  /** [F] log Σ exp of all logits. */
  readonly logSums: Float32Array;
}

/** A piece that was said: equal neighbors are one. */
export interface EmittedPiece {
  readonly id: number;
  /** Frames of speech, `[startFrame, endFrame)`; frame 0 is the first after the head. */
  readonly startFrame: number;
  readonly endFrame: number;
  /** Of its most certain frame, 0 to 1. */
  readonly confidence: number;
}

/** Frames before the speech: language, emotion, event, text norm. */
export const headFrameCount = 4;

/**
 * Greedy CTC on the frames after the head: equal neighbors merge, blanks and tags are left out.
 *
 * Source: Graves et al., Connectionist temporal classification (2006), best path. The head is read by position and not,
 * as others do, as the first four pieces of the whole: a blank among them would cost real text.
 */
export function decodePieces(
  { ids, maxima, logSums }: FrameScores,
  isLeftOut: (id: number) => boolean,
): EmittedPiece[] {
  const pieces: EmittedPiece[] = [];
  for (let start = headFrameCount; start < ids.length;) {
    const id = ids[start] ?? 0;
    let end = start;
    let confidence = 0;
    for (; ids[end] === id; end++) {
      confidence = Math.max(confidence, Math.exp((maxima[end] ?? 0) - (logSums[end] ?? 0)));
    }
    if (!isLeftOut(id)) {
      pieces.push({
        id,
        startFrame: start - headFrameCount,
        endFrame: end - headFrameCount,
        confidence: Math.min(1, confidence),
      });
    }
    start = end;
  }
  return pieces;
}

export interface ChosenTag<Value> {
  readonly value: Value;
  /** Softmax over the tags that were to choose from, 0 to 1. */
  readonly confidence: number;
}

/**
 * Chooses among the tags that a frame of the head was trained to tell; other pieces are no answer.
 *
 * @param logits  [V] of the frame
 * @param tags    at least one, by id; of equal ones the first
 */
export function chooseTag<Value>(logits: Float32Array, tags: ReadonlyMap<number, Value>): ChosenTag<Value> {
  const [first, ...others] = softmaxOver(logits, tags);
  if (first === undefined) throw new RangeError('A frame of the head has no tags to choose among.');
  return others.reduce((best, tag) => (tag.confidence > best.confidence ? tag : best), first);
}

/** How likely the tags of one value are, among all tags that a frame of the head was trained to tell; 0 to 1. */
export function tagProbability<Value>(
  logits: Float32Array,
  tags: ReadonlyMap<number, Value>,
  wanted: Value,
): number {
  return softmaxOver(logits, tags).reduce(
    (sum, { value, confidence }) => (value === wanted ? sum + confidence : sum),
    0,
  );
}

function softmaxOver<Value>(logits: Float32Array, tags: ReadonlyMap<number, Value>): ChosenTag<Value>[] {
  const scores = [...tags.keys()].map((id) => logits[id] ?? -Infinity);
  const highest = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [...tags.values()].map((value, index) => ({ value, confidence: (weights[index] ?? 0) / sum }));
}
