import type { WordEdge, WordLattice } from './wordLattice.ts';

export interface WordOperation {
  readonly kind: 'equal' | 'substitute' | 'delete' | 'insert';
  /** Empty for an insertion. */
  readonly reference: string;
  /** Empty for a deletion. */
  readonly heard: string;
  /** Words of the reference it stands for: 0 for an insertion, 2 where a compound was joined. */
  readonly referenceWordCount: number;
  /** The stretch of the reference it is in, as `createLattice` counts them; null for an insertion. */
  readonly referenceSlot: number | null;
}

/** A step's edges, as indices at the two nodes it ends in, in one byte; 15 stands for no edge on that side. */
const noEdge = 15;

/** More than any text has words. */
const unreachable = 0x3fffffff;

/** The pair of readings with the fewest edits between them (Levenshtein, all edits cost 1), as aligned operations. */
export function alignLattices(reference: WordLattice, heard: WordLattice): WordOperation[] {
  const wordIds = new Map<string, number>();
  const rowEdges = flatten(reference, wordIds);
  const columnEdges = flatten(heard, wordIds);
  const rowCount = reference.edgesTo.length;
  const columnCount = heard.edgesTo.length;
  const steps = new Uint8Array(rowCount * columnCount);
  const costs: (Uint32Array | undefined)[] = [];
  const lastUses = lastUseOf(reference);
  for (let row = 0; row < rowCount; row++) {
    const cost = new Uint32Array(columnCount);
    costs.push(cost);
    fillRow({ rowEdges, columnEdges, costs, cost, steps: steps.subarray(row * columnCount) }, row);
    for (const { from } of reference.edgesTo[row] ?? []) {
      if (lastUses[from] === row) costs[from] = undefined;
    }
  }
  return trace({ reference, heard, steps, columns: columnCount });
}

/** A lattice's edges in one list: those to node n are at `starts[n]` up to `starts[n + 1]`. */
interface FlatEdges {
  readonly starts: Uint32Array;
  readonly from: Uint32Array;
  readonly word: Uint32Array;
  /** 1 for a joined compound, which is only ever equal: it must not turn two errors into one. */
  readonly isJoined: Uint8Array;
}

function flatten({ edgesTo }: WordLattice, wordIds: Map<string, number>): FlatEdges {
  const edges = edgesTo.flat();
  const starts = new Uint32Array(edgesTo.length + 1);
  for (const [node, list] of edgesTo.entries()) starts[node + 1] = (starts[node] ?? 0) + list.length;
  const idOf = ({ word }: WordEdge): number => {
    const id = wordIds.get(word) ?? wordIds.size;
    wordIds.set(word, id);
    return id;
  };
  return {
    starts,
    from: Uint32Array.from(edges, ({ from }) => from),
    word: Uint32Array.from(edges, idOf),
    isJoined: Uint8Array.from(edges, ({ wordCount }) => (wordCount > 1 ? 1 : 0)),
  };
}

interface RowTask {
  readonly rowEdges: FlatEdges;
  readonly columnEdges: FlatEdges;
  /** By row, what the best alignment up to each column costs; rows nothing leads from any more are given back. */
  readonly costs: readonly (Uint32Array | undefined)[];
  /** This row's. */
  readonly cost: Uint32Array;
  readonly steps: Uint8Array;
}

/** Begins with words added only, then offers each column what each of the row's edges makes of the rows above. */
function fillRow({ rowEdges, columnEdges, costs, cost, steps }: RowTask, row: number): void {
  cost.fill(unreachable);
  if (row === 0) cost[0] = 0;
  const start = rowEdges.starts[row] ?? 0;
  const end = rowEdges.starts[row + 1] ?? 0;
  for (let edge = start; edge < end; edge++) {
    const above = costs[rowEdges.from[edge] ?? 0];
    const isJoined = rowEdges.isJoined[edge] === 1;
    if (above === undefined) continue;
    const word = rowEdges.word[edge] ?? 0;
    offerRowEdge({ columnEdges, above, cost, steps }, { word, isJoined, index: edge - start });
  }
  offerInsertions(columnEdges, cost, steps);
}

interface RowOffer {
  readonly columnEdges: FlatEdges;
  readonly above: Uint32Array;
  readonly cost: Uint32Array;
  readonly steps: Uint8Array;
}

interface RowEdge {
  readonly word: number;
  readonly isJoined: boolean;
  readonly index: number;
}

function offerRowEdge(
  { columnEdges, above, cost, steps }: RowOffer,
  { word, isJoined, index }: RowEdge,
): void {
  const { starts, from, word: words, isJoined: joined } = columnEdges;
  for (let column = 0; column < cost.length; column++) {
    let best = cost[column] ?? 0;
    let step = -1;
    const start = starts[column] ?? 0;
    const end = starts[column + 1] ?? 0;
    for (let edge = start; edge < end; edge++) {
      const isEqual = words[edge] === word;
      if (!isEqual && (isJoined || joined[edge] === 1)) continue;
      const price = (above[from[edge] ?? 0] ?? 0) + (isEqual ? 0 : 1);
      if (price >= best) continue;
      best = price;
      step = index * 16 + edge - start;
    }
    if (!isJoined && (above[column] ?? 0) + 1 < best) {
      best = (above[column] ?? 0) + 1;
      step = index * 16 + noEdge;
    }
    if (step < 0) continue;
    cost[column] = best;
    steps[column] = step;
  }
}

function offerInsertions({ starts, from, isJoined }: FlatEdges, cost: Uint32Array, steps: Uint8Array): void {
  for (let column = 1; column < cost.length; column++) {
    const start = starts[column] ?? 0;
    const end = starts[column + 1] ?? 0;
    for (let edge = start; edge < end; edge++) {
      const price = (cost[from[edge] ?? 0] ?? 0) + 1;
      if (isJoined[edge] === 1 || price >= (cost[column] ?? 0)) continue;
      cost[column] = price;
      steps[column] = noEdge * 16 + edge - start;
    }
  }
}

interface Trace {
  readonly reference: WordLattice;
  readonly heard: WordLattice;
  readonly steps: Uint8Array;
  readonly columns: number;
}

function trace({ reference, heard, steps, columns }: Trace): WordOperation[] {
  const operations: WordOperation[] = [];
  let row = reference.edgesTo.length - 1;
  let column = columns - 1;
  while (row > 0 || column > 0) {
    const step = steps[row * columns + column] ?? 0;
    const edge = reference.edgesTo[row]?.[step >> 4];
    const other = heard.edgesTo[column]?.[step & 15];
    operations.push(toOperation(edge, other));
    row = edge?.from ?? row;
    column = other?.from ?? column;
  }
  return operations.reverse();
}

function toOperation(edge: WordEdge | undefined, other: WordEdge | undefined): WordOperation {
  const words = {
    reference: edge?.word ?? '',
    heard: other?.word ?? '',
    referenceWordCount: edge?.wordCount ?? 0,
    referenceSlot: edge?.slot ?? null,
  };
  if (edge === undefined) return { kind: 'insert', ...words };
  if (other === undefined) return { kind: 'delete', ...words };
  return { kind: edge.word === other.word ? 'equal' : 'substitute', ...words };
}

/** By node, the last node an edge leads to from it. */
function lastUseOf(lattice: WordLattice): number[] {
  const lastUses: number[] = [];
  for (const [node, edges] of lattice.edgesTo.entries()) {
    for (const { from } of edges) lastUses[from] = node;
  }
  return lastUses;
}
