import type { Phone, Pronunciation } from './phones.ts';

/**
 * A back-off n-gram model over graphones: pairs of one or two letters and the up to two phones they are said
 * with. Stored as a trie, level by level: level k holds the (k+1)-grams, children of one node side by side and
 * in order of their graphone. Graphone 0 begins a word, graphone 1 ends it; the others are `graphemes[i]` said
 * as `sounds[i]`.
 */
export interface GraphoneTables {
  readonly graphemes: readonly string[];
  readonly sounds: readonly (readonly Phone[])[];
  /** Number of nodes on each level. */
  readonly levelCounts: Uint32Array;
  /** Graphone of each node. */
  readonly ids: Uint16Array;
  /** -log p(graphone | nodes above), in steps of `costStep` nats. */
  readonly costs: Uint8Array;
  /** What leaving this node as a context costs, in the same steps, biased by `backoffBias`. */
  readonly backoffs: Uint8Array;
  /** Number of children of every node above the last level. */
  readonly childCounts: Uint16Array;
}

export const costStep = 0.0625;
export const backoffBias = 64;

/**
 * Finds the most probable pronunciation of a word by a beam search over its graphones.
 * Joint-sequence models: Bisani and Ney, Speech Communication 50 (2008), 434-451.
 */
export function createGraphoneModel(graphones: GraphoneTables): (word: string) => Pronunciation {
  const tables = { ...graphones, firstChildren: findFirstChildren(graphones) };
  const candidates = groupByGrapheme(tables.graphemes);
  return (word) => {
    const letters = word.toLowerCase().replace(/[^a-z']/g, '');
    const beams: Hypothesis[][] = Array.from({ length: letters.length + 1 }, () => []);
    beams[0]?.push({ cost: 0, contexts: contextsAfterStart(tables), graphone: 0, before: undefined });
    for (let position = 0; position < letters.length; position++) {
      for (const hypothesis of best(beams[position] ?? [])) {
        for (const length of [1, 2]) {
          const graphones = candidates.get(letters.slice(position, position + length)) ?? [];
          if (position + length > letters.length) continue;
          const target = beams[position + length];
          for (const graphone of graphones) target?.push(extend(tables, hypothesis, graphone));
        }
      }
    }
    const ended = best(beams[letters.length] ?? []).map((hypothesis) => extend(tables, hypothesis, 1));
    return readSounds(tables, best(ended)[0]);
  };
}

const beamWidth = 12;

interface Trie extends GraphoneTables {
  /** First child of every node above the last level, and one entry more that ends the last one's children. */
  readonly firstChildren: Uint32Array;
}

interface Hypothesis {
  readonly cost: number;
  /** Trie nodes of the last 1, 2, ... graphones, longest first; the root context is not listed. */
  readonly contexts: readonly number[];
  readonly graphone: number;
  readonly before: Hypothesis | undefined;
}

function findFirstChildren({ levelCounts, childCounts }: GraphoneTables): Uint32Array {
  const firstChildren = new Uint32Array(childCounts.length + 1);
  let next = levelCounts[0] ?? 0;
  childCounts.forEach((count, node) => {
    firstChildren[node] = next;
    next += count;
  });
  firstChildren[childCounts.length] = next;
  return firstChildren;
}

function groupByGrapheme(graphemes: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  graphemes.forEach((grapheme, graphone) => {
    if (graphone < 2) return;
    const group = groups.get(grapheme);
    if (group === undefined) groups.set(grapheme, [graphone]);
    else group.push(graphone);
  });
  return groups;
}

function contextsAfterStart(tables: Trie): number[] {
  const start = findChild(tables, { first: 0, end: tables.levelCounts[0] ?? 0 }, 0);
  return start === -1 ? [] : [start];
}

function best(hypotheses: Hypothesis[]): Hypothesis[] {
  return hypotheses.sort((left, right) => left.cost - right.cost).slice(0, beamWidth);
}

function extend(tables: Trie, from: Hypothesis, graphone: number): Hypothesis {
  let cost = from.cost;
  let isFound = false;
  const contexts: number[] = [];
  for (const context of from.contexts) {
    const node = findChild(tables, childrenOf(tables, context), graphone);
    if (node !== -1) {
      if (!isFound) cost += (tables.costs[node] ?? 0) * costStep;
      isFound = true;
      contexts.push(node);
    } else if (!isFound) {
      cost += ((tables.backoffs[context] ?? backoffBias) - backoffBias) * costStep;
    }
  }
  const unigram = findChild(tables, { first: 0, end: tables.levelCounts[0] ?? 0 }, graphone);
  if (unigram !== -1) {
    if (!isFound) cost += (tables.costs[unigram] ?? 0) * costStep;
    contexts.push(unigram);
  }
  return { cost, contexts, graphone, before: from };
}

interface NodeRange {
  readonly first: number;
  readonly end: number;
}

function childrenOf(tables: Trie, node: number): NodeRange {
  if (node + 1 >= tables.firstChildren.length) return { first: 0, end: 0 };
  return { first: tables.firstChildren[node] ?? 0, end: tables.firstChildren[node + 1] ?? 0 };
}

function findChild(tables: Trie, range: NodeRange, graphone: number): number {
  let low = range.first;
  let high = range.end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const id = tables.ids[middle] ?? 0;
    if (id === graphone) return middle;
    if (id < graphone) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function readSounds(tables: Trie, last: Hypothesis | undefined): Pronunciation {
  const sounds: (readonly Phone[])[] = [];
  for (let at = last; at !== undefined; at = at.before) sounds.push(tables.sounds[at.graphone] ?? []);
  return sounds.reverse().flat();
}
