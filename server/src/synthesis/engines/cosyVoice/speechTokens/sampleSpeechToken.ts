/** Two numbers in [0, 1): the first draws from the likeliest tokens, the second from all where that repeats. */
export interface SpeechDraw {
  readonly first: number;
  readonly second: number;
}

/**
 * Draws a token from the likeliest ones; if it was among the last ten, draws another one from all.
 *
 * @param logits  [V], unchanged; -Infinity: not to be drawn
 * @param spoken  the tokens so far, those of the prompt not counted
 * Source: repetition aware sampling of VALL-E 2 (arXiv 2406.05370) with the numbers of FunAudioLLM/CosyVoice
 * cosyvoice/utils/common.py, ras_sampling: top p 0.8, top k 25, window 10, threshold 0.1.
 */
export function sampleSpeechToken(logits: Float32Array, spoken: readonly number[], draw: SpeechDraw): number {
  const likeliest = likeliestIds(logits);
  const greatest = logits[likeliest[0] ?? 0] ?? 0;
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - greatest));
  const weightOf = (id: number): number => weights[id] ?? 0;
  const nucleus = takeNucleus(likeliest, weightOf, sum(weights));
  const token = pick(nucleus, weightOf, draw.first) ?? likeliest[0] ?? 0;
  if (!spoken.slice(-windowLength).includes(token)) return token;
  weights[token] = 0;
  return pick(weights.keys(), weightOf, draw.second) ?? token;
}

/** The likeliest tokens have four of five parts of the probability. */
export const nucleusShare = [4, 5] as const;
export const mostCandidates = 25;
/** Tokens before, of which none is drawn again at once. */
export const windowLength = 10;

/** Of the greatest logits, falling; of equal ones the first. */
function likeliestIds(logits: Float32Array): number[] {
  const ids: number[] = [];
  let least = -Infinity;
  logits.forEach((logit, id) => {
    if (ids.length === mostCandidates && logit <= least) return;
    let place = ids.length;
    while (place > 0 && (logits[ids[place - 1] ?? 0] ?? 0) < logit) place -= 1;
    ids.splice(place, 0, id);
    if (ids.length > mostCandidates) ids.pop();
    least = logits[ids.at(-1) ?? 0] ?? -Infinity;
  });
  return ids;
}

function takeNucleus(ids: readonly number[], weightOf: (id: number) => number, total: number): number[] {
  const nucleus: number[] = [];
  const [parts, allParts] = nucleusShare;
  let share = 0;
  for (const id of ids) {
    if (share >= parts / allParts) break;
    nucleus.push(id);
    share += weightOf(id) / total;
  }
  return nucleus;
}

/**
 * @param at  in [0, 1), of all weights together
 * @returns   undefined where nothing has a weight
 */
function pick(ids: Iterable<number>, weightOf: (id: number) => number, at: number): number | undefined {
  const list = [...ids];
  let left = at * list.reduce((total, id) => total + weightOf(id), 0);
  let last: number | undefined;
  for (const id of list) {
    if (weightOf(id) === 0) continue;
    last = id;
    left -= weightOf(id);
    if (left < 0) break;
  }
  return last;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
