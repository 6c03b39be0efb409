/** Phrases in pieces, for a search that would rather hear them. States are numbers; 0 is outside of every phrase. */
export interface PhraseTrie {
  /** What follows a piece, and by how much the score of a hypothesis changes. */
  step(state: number, piece: number): TrieStep;
  /** What must be taken back where the hypothesis ends in this state. */
  refund(state: number): number;
  /** Pieces that go on with a phrase in this state. */
  continuations(state: number): Iterable<number>;
}

export interface TrieStep {
  readonly state: number;
  readonly gain: number;
}

/** More pieces of one phrase gain nothing more, so that a long phrase is not heard in everything. */
const mostBoosted = 4;

/**
 * An automaton over all phrases at once. A piece that goes on with a phrase gains `boost`; where the phrase is not
 * finished, all that was gained for it is lost again, so that what is no phrase has the score it has without.
 *
 * Source: Aho and Corasick, Efficient string matching (1975); the refund as in icefall's ContextGraph.
 *
 * @param phrases  as ids of pieces; empty ones are passed over
 * @param boost    natural logarithm of how much likelier each piece is
 */
export function createPhraseTrie(phrases: readonly (readonly number[])[], boost: number): PhraseTrie {
  const root: TrieNode = { children: new Map(), fallback: 0, gained: 0, kept: 0 };
  const nodes = [root];
  const at = (state: number): TrieNode => nodes[state] ?? root;
  for (const phrase of phrases) {
    let state = 0;
    for (const [depth, piece] of phrase.entries()) {
      const { children } = at(state);
      const gained = boost * Math.min(depth + 1, mostBoosted);
      const next =
        children.get(piece) ?? nodes.push({ children: new Map(), fallback: 0, gained, kept: 0 }) - 1;
      children.set(piece, next);
      state = next;
    }
    at(state).kept = at(state).gained;
  }
  link(at);
  const settled = (state: number): number => {
    const { kept, fallback } = at(state);
    return kept > 0 || state === 0 ? kept : settled(fallback);
  };
  return {
    step(from, piece) {
      let gain = 0;
      let state = from;
      for (;;) {
        const { children, gained, kept, fallback } = at(state);
        const next = children.get(piece);
        if (next !== undefined) return { state: next, gain: gain + at(next).gained - gained };
        if (state === 0) return { state, gain };
        // What was finished stays, and begins nothing else; else its end may be the beginning of another phrase.
        state = kept > 0 ? 0 : fallback;
        gain += kept - gained + at(state).gained;
      }
    },
    refund: (state) => at(state).gained - settled(state),
    continuations: (state) => at(state).children.keys(),
  };
}

interface TrieNode {
  readonly children: Map<number, number>;
  /** The longest beginning of a phrase that this state ends with. */
  fallback: number;
  /** By all pieces up to here. */
  readonly gained: number;
  /** By the longest phrase that is finished up to here. */
  kept: number;
}

/** Level by level, since the way back leads to shorter beginnings. */
function link(at: (state: number) => TrieNode): void {
  const queue = [0];
  for (const state of queue) {
    const node = at(state);
    for (const [piece, child] of node.children) {
      const next = at(child);
      next.kept ||= node.kept;
      let back = node.fallback;
      while (back !== 0 && !at(back).children.has(piece)) back = at(back).fallback;
      next.fallback = state === 0 ? 0 : (at(back).children.get(piece) ?? 0);
      queue.push(child);
    }
  }
}
