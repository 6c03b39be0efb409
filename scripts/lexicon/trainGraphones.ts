import {
  backoffBias,
  costStep,
  type GraphoneTables,
} from '../../server/src/text/phonemes/english/graphoneModel.ts';
import type { Graphone } from './alignLetters.ts';

export interface TrainingLimits {
  /** Longest n-gram. */
  readonly order: number;
  /** N-grams kept, the most useful ones. */
  readonly ngramLimit: number;
}

/**
 * Trains a back-off n-gram model by interpolated Kneser-Ney smoothing and prunes it by how much each n-gram
 * adds to the likelihood of the training words.
 * Kneser-Ney: Chen and Goodman, TR-10-98 (1998), section 3; pruning: Stolcke, DARPA BNTU Workshop (1998).
 */
export function trainGraphones(
  words: readonly (readonly Graphone[])[],
  limits: TrainingLimits,
): GraphoneTables {
  const inventory = collectGraphones(words);
  const trie = countNgrams(words, inventory, limits.order);
  const probabilities = smooth(trie);
  const isKept = prune(trie, probabilities, limits.ngramLimit);
  return toTables({ trie, probabilities, isKept }, inventory);
}

interface Inventory {
  readonly graphones: readonly Graphone[];
  readonly ids: ReadonlyMap<string, number>;
}

const rareCount = 4;
const startId = 0;
const endId = 1;

function keyOf(graphone: Graphone): string {
  return `${graphone.grapheme}:${graphone.sound.join(' ')}`;
}

/** Graphones seen less than `rareCount` times are slips of the dictionary; their words do not train. */
function collectGraphones(words: readonly (readonly Graphone[])[]): Inventory {
  const counts = new Map<string, { graphone: Graphone; count: number }>();
  for (const graphone of words.flat()) {
    const entry = counts.get(keyOf(graphone));
    if (entry === undefined) counts.set(keyOf(graphone), { graphone, count: 1 });
    else entry.count++;
  }
  const kept = [...counts.values()]
    .filter(({ count }) => count >= rareCount)
    .sort((a, b) => b.count - a.count);
  const boundaries = [startId, endId].map(() => ({ grapheme: '', sound: [] }));
  const graphones = [...boundaries, ...kept.map(({ graphone }) => graphone)];
  const ids = new Map(graphones.map((graphone, id) => [keyOf(graphone), id]).slice(2) as [string, number][]);
  return { graphones, ids };
}

/** Nodes by index; node 0 is the root, the empty n-gram. Parents come before their children. */
interface Trie {
  readonly parents: number[];
  readonly ids: number[];
  readonly depths: number[];
  readonly counts: number[];
  /** The node of the same n-gram without its first graphone. */
  readonly suffixes: number[];
}

function countNgrams(words: readonly (readonly Graphone[])[], inventory: Inventory, order: number): Trie {
  const trie: Trie = { parents: [-1], ids: [-1], depths: [0], counts: [0], suffixes: [-1] };
  const children = new Map<number, number>();
  const vocabularySize = inventory.graphones.length;
  const nodeOf = (parent: number, id: number): number => {
    const key = parent * vocabularySize + id;
    let node = children.get(key);
    if (node === undefined) {
      node = trie.parents.length;
      children.set(key, node);
      trie.parents.push(parent);
      trie.ids.push(id);
      trie.depths.push((trie.depths[parent] ?? 0) + 1);
      trie.counts.push(0);
      trie.suffixes.push(0);
    }
    return node;
  };
  for (const word of words) {
    const ids = word.map((graphone) => inventory.ids.get(keyOf(graphone)) ?? -1);
    if (!ids.includes(-1)) countWord([startId, ...ids, endId], order, { trie, nodeOf });
  }
  return trie;
}

function countWord(
  ids: readonly number[],
  order: number,
  { trie, nodeOf }: { trie: Trie; nodeOf: (parent: number, id: number) => number },
): void {
  for (let end = 0; end < ids.length; end++) {
    let shorter = 0;
    for (let length = 1; length <= Math.min(order, end + 1); length++) {
      let node = 0;
      for (let at = end - length + 1; at <= end; at++) node = nodeOf(node, ids[at] ?? 0);
      trie.suffixes[node] = shorter;
      trie.counts[node] = (trie.counts[node] ?? 0) + 1;
      shorter = node;
    }
  }
}

/** p(last graphone | those before) of every node. */
function smooth(trie: Trie): Float64Array {
  const size = trie.parents.length;
  const order = trie.depths.reduce((longest, depth) => Math.max(longest, depth), 0);
  const adjusted = adjustCounts(trie, order);
  const discounts = Array.from({ length: order + 1 }, (_, depth) => discountOf(trie, adjusted, depth));
  const totals = new Float64Array(size);
  const types = new Float64Array(size);
  for (let node = 1; node < size; node++) {
    if (trie.ids[node] === startId) continue;
    const parent = trie.parents[node] ?? 0;
    totals[parent] = (totals[parent] ?? 0) + (adjusted[node] ?? 0);
    types[parent] = (types[parent] ?? 0) + 1;
  }
  const probabilities = new Float64Array(size);
  const byDepth = nodesByDepth(trie, order);
  for (const node of byDepth) {
    if (trie.ids[node] === startId) continue;
    const parent = trie.parents[node] ?? 0;
    const discount = discounts[trie.depths[node] ?? 0] ?? 0;
    const total = totals[parent] ?? 1;
    const lower =
      trie.depths[node] === 1 ? 1 / (types[0] ?? 1) : (probabilities[trie.suffixes[node] ?? 0] ?? 0);
    const own = Math.max((adjusted[node] ?? 0) - discount, 0) / total;
    probabilities[node] = own + ((discount * (types[parent] ?? 0)) / total) * lower;
  }
  return probabilities;
}

/** Kneser-Ney counts: below the highest order, in how many contexts an n-gram stands instead of how often. */
function adjustCounts(trie: Trie, order: number): Float64Array {
  const adjusted = new Float64Array(trie.parents.length);
  for (let node = 1; node < trie.parents.length; node++) {
    if (trie.depths[node] === order || firstIdOf(trie, node) === startId) {
      adjusted[node] = trie.counts[node] ?? 0;
    }
    const suffix = trie.suffixes[node] ?? 0;
    if (suffix > 0 && firstIdOf(trie, suffix) !== startId) adjusted[suffix] = (adjusted[suffix] ?? 0) + 1;
  }
  return adjusted;
}

function firstIdOf(trie: Trie, node: number): number {
  let at = node;
  while ((trie.depths[at] ?? 0) > 1) at = trie.parents[at] ?? 0;
  return trie.ids[at] ?? -1;
}

function discountOf(trie: Trie, adjusted: Float64Array, depth: number): number {
  let once = 0;
  let twice = 0;
  for (let node = 1; node < adjusted.length; node++) {
    if (trie.depths[node] !== depth) continue;
    if (adjusted[node] === 1) once++;
    else if (adjusted[node] === 2) twice++;
  }
  return once === 0 ? 0.5 : once / (once + 2 * twice);
}

function nodesByDepth(trie: Trie, order: number): number[] {
  const levels: number[][] = Array.from({ length: order + 1 }, () => []);
  trie.depths.forEach((depth, node) => levels[depth]?.push(node));
  return levels.slice(1).flat();
}

function prune(trie: Trie, probabilities: Float64Array, ngramLimit: number): Uint8Array {
  const size = trie.parents.length;
  const gains = new Float64Array(size);
  for (let node = size - 1; node > 0; node--) {
    const ratio = (probabilities[node] ?? 0) / Math.max(probabilities[trie.suffixes[node] ?? 0] ?? 0, 1e-12);
    const own =
      trie.depths[node] === 1
        ? Infinity
        : (trie.counts[node] ?? 0) * Math.abs(Math.log(Math.max(ratio, 1e-12)));
    gains[node] = Math.max(gains[node] ?? 0, trie.ids[node] === startId ? Infinity : own);
    const parent = trie.parents[node] ?? 0;
    gains[parent] = Math.max(gains[parent] ?? 0, gains[node] ?? 0);
  }
  const threshold = Float64Array.from(gains).sort().at(-Math.min(ngramLimit, size)) ?? 0;
  return Uint8Array.from(gains, (gain) => (gain >= threshold ? 1 : 0));
}

interface TrainedTrie {
  readonly trie: Trie;
  readonly probabilities: Float64Array;
  readonly isKept: Uint8Array;
}

/** Renumbers the kept nodes level by level, siblings in order of their graphone. */
function toTables(trained: TrainedTrie, inventory: Inventory): GraphoneTables {
  const { trie, probabilities, isKept } = trained;
  const children = new Map<number, number[]>();
  for (let node = 1; node < trie.parents.length; node++) {
    if (isKept[node] !== 1) continue;
    const parent = trie.parents[node] ?? 0;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [node]);
    else siblings.push(node);
  }
  for (const siblings of children.values()) siblings.sort((a, b) => (trie.ids[a] ?? 0) - (trie.ids[b] ?? 0));
  const backoffs = backoffWeights(trained, children);
  const levels: number[][] = [];
  for (
    let level = children.get(0) ?? [];
    level.length > 0;
    level = level.flatMap((node) => children.get(node) ?? [])
  ) {
    levels.push(level);
  }
  const nodes = levels.flat();
  const inner = nodes.slice(0, nodes.length - (levels.at(-1)?.length ?? 0));
  return {
    graphemes: inventory.graphones.map(({ grapheme }) => grapheme),
    sounds: inventory.graphones.map(({ sound }) => sound),
    levelCounts: Uint32Array.from(levels, (level) => level.length),
    ids: Uint16Array.from(nodes, (node) => trie.ids[node] ?? 0),
    costs: Uint8Array.from(nodes, (node) => quantize(probabilities[node] ?? 0, 0)),
    backoffs: Uint8Array.from(inner, (node) => quantize(backoffs.get(node) ?? 1, backoffBias)),
    childCounts: Uint16Array.from(inner, (node) => children.get(node)?.length ?? 0),
  };
}

/** What a context gives to the next shorter one, so that its probabilities still sum to 1 after pruning. */
function backoffWeights(
  { trie, probabilities }: TrainedTrie,
  children: ReadonlyMap<number, number[]>,
): Map<number, number> {
  const weights = new Map<number, number>();
  for (const [context, nodes] of children) {
    let here = 0;
    let shorter = 0;
    for (const node of nodes) {
      here += probabilities[node] ?? 0;
      shorter += trie.depths[node] === 1 ? 0 : (probabilities[trie.suffixes[node] ?? 0] ?? 0);
    }
    weights.set(context, Math.max(1 - here, 1e-4) / Math.max(1 - shorter, 1e-4));
  }
  return weights;
}

function quantize(probability: number, bias: number): number {
  const steps = Math.round(-Math.log(Math.max(probability, 1e-12)) / costStep) + bias;
  return Math.min(Math.max(steps, 0), 255);
}
