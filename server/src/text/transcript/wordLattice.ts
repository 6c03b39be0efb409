/** One word of one reading, leading from an earlier node to the node it is stored at. */
export interface WordEdge {
  readonly from: number;
  readonly word: string;
  /** Words it stands for where two were joined into one; such an edge only counts when the other side says the same. */
  readonly wordCount: number;
  /** Which stretch of the text it is of, by its place in `createLattice`'s argument. */
  readonly slot: number;
}

/** All readings of a text: every path from node 0 to the last node is one. Edges lead to higher nodes only. */
export interface WordLattice {
  /** By node, the edges that end there, preferred readings first; none at node 0. */
  readonly edgesTo: readonly (readonly WordEdge[])[];
}

/** Alternative readings of one stretch of text, the preferred one first. */
export type Readings = readonly (readonly string[])[];

/** Readings beyond this many are left out, so that an alignment step fits into one byte. */
const readingLimit = 14;

/** Strings readings together, one after the other. An empty reading is left out. */
export function createLattice(slots: readonly Readings[]): WordLattice {
  const edgesTo: WordEdge[][] = [[]];
  for (const [slot, readings] of slots.entries()) {
    const used = readings.filter((words) => words.length > 0).slice(0, readingLimit);
    if (used.length > 0) appendSlot(edgesTo, used, slot);
  }
  return { edgesTo };
}

/** Adds a joined word beside two that follow each other, where `isJoined` says the compound is one. */
export function joinCompounds(lattice: WordLattice, isJoined: (joined: string) => boolean): WordLattice {
  const edgesTo = lattice.edgesTo.map((edges) => {
    const joined = edges.flatMap((edge) => {
      const pairs = (lattice.edgesTo[edge.from] ?? []).filter(({ word }) => isJoined(word + edge.word));
      return pairs.map(({ from, word, slot }) => ({ from, word: word + edge.word, wordCount: 2, slot }));
    });
    return [...edges, ...joined].slice(0, readingLimit);
  });
  return { edgesTo };
}

function appendSlot(edgesTo: WordEdge[][], readings: Readings, slot: number): void {
  const start = edgesTo.length - 1;
  const ends: WordEdge[] = [];
  for (const words of readings) {
    let from = start;
    for (const word of words.slice(0, -1)) {
      edgesTo.push([{ from, word, wordCount: 1, slot }]);
      from = edgesTo.length - 1;
    }
    ends.push({ from, word: words.at(-1) ?? '', wordCount: 1, slot });
  }
  edgesTo.push(ends);
}
