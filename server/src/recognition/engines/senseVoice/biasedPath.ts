import type { PhraseTrie } from './phraseTrie.ts';

/** Logits of frames, row-major [F, V]. */
export interface FrameLogits {
  readonly values: Float32Array;
  readonly pieceCount: number;
}

/**
 * The likeliest piece of every frame where phrases of a vocabulary are likelier than the model alone says: a beam
 * search over frames, in which a piece counts for a phrase when it is emitted, which is in its first frame. Without a
 * phrase in reach it is the likeliest piece of each frame, the lowest id where several are.
 *
 * @param blank  id of the piece that says nothing
 * @returns [F] ids
 * Source: CTC beam search with context biasing, as in wenet; on paths instead of prefixes, so that the times of pieces
 *         are those of a path.
 */
export function findBiasedPath(logits: FrameLogits, trie: PhraseTrie, blank: number): Int32Array {
  const frameCount = logits.values.length / logits.pieceCount;
  let beam: Hypothesis[] = [{ piece: blank, state: 0, score: 0, before: null }];
  for (let frame = 0; frame < frameCount; frame++) {
    const start = frame * logits.pieceCount;
    const scores = logits.values.subarray(start, start + logits.pieceCount);
    beam = advance(beam, { scores, candidates: likeliest(scores) }, { trie, blank });
  }
  const ended = beam.map((hypothesis) => ({
    ...hypothesis,
    score: hypothesis.score - trie.refund(hypothesis.state),
  }));
  return readPath(ended.sort(byScore)[0], frameCount);
}

/** Hypotheses that are kept, and pieces of a frame that are tried besides those of phrases. */
const beamWidth = 12;
const triedCount = 6;
/** What is less likely by so much, as a natural logarithm, is not heard however much it is wished for. */
const reach = 7;

interface Hypothesis {
  readonly piece: number;
  readonly state: number;
  /** Difference to the likeliest path, the gain of phrases included. */
  readonly score: number;
  readonly before: Hypothesis | null;
}

interface Frame {
  readonly scores: Float32Array;
  /** The likeliest first. */
  readonly candidates: readonly number[];
}

function advance(
  beam: readonly Hypothesis[],
  { scores, candidates }: Frame,
  { trie, blank }: { readonly trie: PhraseTrie; readonly blank: number },
): Hypothesis[] {
  const highest = scores[candidates[0] ?? blank] ?? 0;
  const best = new Map<string, Hypothesis>();
  for (const hypothesis of beam) {
    const wished =
      candidates[0] === blank && isSure(scores, candidates) ? [] : trie.continuations(hypothesis.state);
    for (const piece of new Set([...candidates, ...wished, hypothesis.piece])) {
      const cost = highest - (scores[piece] ?? -Infinity);
      if (cost > reach) continue;
      const isEmitted = piece !== blank && piece !== hypothesis.piece;
      const { state, gain } = isEmitted
        ? trie.step(hypothesis.state, piece)
        : { state: hypothesis.state, gain: 0 };
      const next = { piece, state, score: hypothesis.score - cost + gain, before: hypothesis };
      const key = `${piece} ${state}`;
      const known = best.get(key);
      if (known === undefined || next.score > known.score) best.set(key, next);
    }
  }
  return [...best.values()].sort(byScore).slice(0, beamWidth);
}

function byScore(first: Hypothesis, second: Hypothesis): number {
  return second.score - first.score;
}

function isSure(scores: Float32Array, [first = 0, second = 0]: readonly number[]): boolean {
  return (scores[first] ?? 0) - (scores[second] ?? 0) > reach;
}

/** The likeliest pieces of a frame, of equal ones the lowest id first. */
function likeliest(scores: Float32Array): number[] {
  const found: number[] = [];
  let least = -Infinity;
  for (let piece = 0; piece < scores.length; piece++) {
    const score = scores[piece] ?? -Infinity;
    if (score <= least) continue;
    let place = found.length;
    while (place > 0 && score > (scores[found[place - 1] ?? 0] ?? 0)) place -= 1;
    found.splice(place, 0, piece);
    if (found.length > triedCount) found.pop();
    if (found.length === triedCount) least = scores[found[triedCount - 1] ?? 0] ?? -Infinity;
  }
  return found;
}

function readPath(last: Hypothesis | undefined, frameCount: number): Int32Array {
  const path = new Int32Array(frameCount);
  let hypothesis = last ?? null;
  for (let frame = frameCount - 1; frame >= 0 && hypothesis !== null; frame--) {
    path[frame] = hypothesis.piece;
    hypothesis = hypothesis.before;
  }
  return path;
}
