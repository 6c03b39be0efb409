import type { WordEdge, WordLattice } from './wordLattice.ts';

export interface WordOperation {
  readonly kind: 'equal' | 'substitute' | 'delete' | 'insert';
  /** Empty for an insertion. */
  readonly reference: string;
  /** Empty for a deletion. */
  readonly heard: string;
  /** Words of the reference it stands for: 0 for an insertion, 2 where a compound was joined. */
  readonly referenceWordCount: number;
}

/** A step's edges, as indices at the two nodes it ends in, in one byte; 15 stands for no edge on that side. */
const noEdge = 15;

/** The pair of readings with the fewest edits between them (Levenshtein, all edits cost 1), as aligned operations. */
export function alignLattices(reference: WordLattice, heard: WordLattice): WordOperation[] {
  const rows = reference.edgesTo.length;
  const columns = heard.edgesTo.length;
  const steps = new Uint8Array(rows * columns);
  const costs: (Uint32Array | undefined)[] = [];
  const lastUses = lastUseOf(reference);
  for (let row = 0; row < rows; row++) {
    const cost = new Uint32Array(columns);
    costs.push(cost);
    fillRow({ reference, heard, costs, steps: steps.subarray(row * columns, (row + 1) * columns) }, row);
    for (const { from } of reference.edgesTo[row] ?? []) {
      if (lastUses[from] === row) costs[from] = undefined;
    }
  }
  return trace({ reference, heard, steps, columns });
}

interface RowTask {
  readonly reference: WordLattice;
  readonly heard: WordLattice;
  /** By row, what the best alignment up to each column costs; rows nothing leads from any more are given back. */
  readonly costs: readonly (Uint32Array | undefined)[];
  readonly steps: Uint8Array;
}

function fillRow({ reference, heard, costs, steps }: RowTask, row: number): void {
  const cost = costs[row] ?? new Uint32Array(0);
  const rowEdges = reference.edgesTo[row] ?? [];
  for (const [column, columnEdges] of heard.edgesTo.entries()) {
    if (row === 0 && column === 0) continue;
    let best = Infinity;
    let step = 0;
    const offer = (candidate: number, rowEdge: number, columnEdge: number): void => {
      if (candidate >= best) return;
      best = candidate;
      step = rowEdge * 16 + columnEdge;
    };
    for (const [rowIndex, edge] of rowEdges.entries()) {
      const above = costs[edge.from];
      for (const [columnIndex, other] of columnEdges.entries()) {
        const price = pairPrice(edge, other);
        if (price < Infinity) offer((above?.[other.from] ?? Infinity) + price, rowIndex, columnIndex);
      }
      if (edge.wordCount === 1) offer((above?.[column] ?? Infinity) + 1, rowIndex, noEdge);
    }
    for (const [columnIndex, other] of columnEdges.entries()) {
      if (other.wordCount === 1) offer((cost[other.from] ?? Infinity) + 1, noEdge, columnIndex);
    }
    cost[column] = best;
    steps[column] = step;
  }
}

/** A joined compound is only ever equal: it must not turn two errors into one. */
function pairPrice(edge: WordEdge, other: WordEdge): number {
  if (edge.word === other.word) return 0;
  return edge.wordCount === 1 && other.wordCount === 1 ? 1 : Infinity;
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
