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
 * Finds the most probable pronunciations of a word, the best first and all different, by a beam search over its
 * graphones; no more than the width of the beam. Joint-sequence models: Bisani and Ney, Speech Communication 50
 * (2008), 434-451.
 */
export function createGraphoneModel(
  graphones: GraphoneTables,
): (word: string, count: number) => Pronunciation[] {
  const trie = { ...graphones, firstChildren: findFirstChildren(graphones) };
  const candidates = groupByGrapheme(trie.graphemes);
  return (word, count) => {
    const letters = word.toLowerCase().replace(/[^a-z']/g, '');
    const beams: Hypothesis[][] = Array.from({ length: letters.length + 1 }, () => []);
    beams[0]?.push({ cost: 0, graphone: startGraphone, contextsBefore: [], before: undefined });
    for (let position = 0; position < letters.length; position++) {
      for (const hypothesis of best(beams[position] ?? [])) {
        const contexts = contextsAfter(trie, hypothesis);
        for (const length of [1, 2]) {
          const target = beams[position + length];
          for (const graphone of candidates.get(letters.slice(position, position + length)) ?? []) {
            target?.push(extend(trie, { hypothesis, contexts }, graphone));
          }
        }
      }
    }
    const ended = best(beams[letters.length] ?? []).map((hypothesis) =>
      extend(trie, { hypothesis, contexts: contextsAfter(trie, hypothesis) }, endGraphone),
    );
    const said = new Map(
      best(ended).map((hypothesis) => {
        const pronunciation = readSounds(trie, hypothesis);
        return [pronunciation.join(' '), pronunciation];
      }),
    );
    return [...said.values()].slice(0, count);
  };
}

const startGraphone = 0;
const endGraphone = 1;
const beamWidth = 32;
/** Ways to say one or two letters that are tried, the most frequent ones. */
const candidateLimit = 24;

interface Trie extends GraphoneTables {
  /** First child of every node above the last level, and one entry more that ends the last one's children. */
  readonly firstChildren: Uint32Array;
}

interface Hypothesis {
  readonly cost: number;
  readonly graphone: number;
  /** Trie nodes that the graphone followed: those of the last 3, 2, 1 graphones, the longest first. */
  readonly contextsBefore: readonly number[];
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

/** Graphones come in order of their frequency. */
function groupByGrapheme(graphemes: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  graphemes.forEach((grapheme, graphone) => {
    if (graphone <= endGraphone) return;
    const group = groups.get(grapheme) ?? [];
    if (group.length < candidateLimit) groups.set(grapheme, [...group, graphone]);
  });
  return groups;
}

function best(hypotheses: Hypothesis[]): Hypothesis[] {
  return hypotheses.sort((left, right) => left.cost - right.cost).slice(0, beamWidth);
}

/** The nodes of the graphones so far, cut to the lengths the model knows. */
function contextsAfter(trie: Trie, { contextsBefore, graphone }: Hypothesis): number[] {
  const contexts = contextsBefore.map((context) => findChild(trie, context, graphone));
  return [...contexts, findUnigram(trie, graphone)].filter((node) => node !== -1);
}

interface Stand {
  readonly hypothesis: Hypothesis;
  readonly contexts: readonly number[];
}

function extend(trie: Trie, { hypothesis, contexts }: Stand, graphone: number): Hypothesis {
  const cost = hypothesis.cost + costStep * graphoneCost(trie, contexts, graphone);
  return { cost, graphone, contextsBefore: contexts, before: hypothesis };
}

/** The longest context that knows the graphone tells its cost; each one that does not adds its back-off. */
function graphoneCost(trie: Trie, contexts: readonly number[], graphone: number): number {
  let backoff = 0;
  for (const context of contexts) {
    const node = findChild(trie, context, graphone);
    if (node !== -1) return backoff + (trie.costs[node] ?? 0);
    backoff += (trie.backoffs[context] ?? backoffBias) - backoffBias;
  }
  return backoff + (trie.costs[findUnigram(trie, graphone)] ?? 255);
}

/** The first level holds every graphone once, in order. */
function findUnigram(trie: Trie, graphone: number): number {
  return findBetween(trie.ids, graphone, [0, trie.levelCounts[0] ?? 0]);
}

function findChild(trie: Trie, node: number, graphone: number): number {
  const first = trie.firstChildren[node];
  const end = trie.firstChildren[node + 1];
  return first === undefined || end === undefined ? -1 : findBetween(trie.ids, graphone, [first, end]);
}

function findBetween(ids: Uint16Array, graphone: number, [first, end]: readonly [number, number]): number {
  let low = first;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const id = ids[middle] ?? 0;
    if (id === graphone) return middle;
    if (id < graphone) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function readSounds(trie: Trie, last: Hypothesis | undefined): Pronunciation {
  const sounds: (readonly Phone[])[] = [];
  for (let at = last; at !== undefined; at = at.before) sounds.push(trie.sounds[at.graphone] ?? []);
  return sounds.reverse().flat();
}
