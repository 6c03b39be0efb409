import { nearestNames } from '../../text/nearestNames.ts';
import { pointTags, spanTags } from './tags.ts';

/**
 * The names of tags that a word in square brackets was probably meant for, nearest first; empty for a known name, and
 * for a word of the text such as `[sic]` or `[voice]`. Typing errors rarely change the first letter, so it must agree.
 */
export function nearPointTags(name: string): readonly string[] {
  return pointTags.has(name) ? [] : nearNames(name, [...pointTags.keys()]);
}

/** The same for a word in angle brackets. */
export function nearSpanTags(name: string): readonly string[] {
  return spanTags.has(name) ? [] : nearNames(name, [...spanTags.keys()]);
}

/** Longer words are no typing error of a name. */
const longestNearMiss = 20;

function nearNames(name: string, known: readonly string[]): string[] {
  if (name.length < 3 || name.length > longestNearMiss) return [];
  const first = name.charAt(0).toLowerCase();
  // Of the shortest names, only another case or an ending is a near miss: `[Mark]`, but neither `[mask]` nor `[on]`.
  const candidates = known.filter(
    (candidate) => candidate.startsWith(first) && (candidate.length > 4 || isCloseToShort(name, candidate)),
  );
  return candidates.length === 0 ? [] : nearestNames(name, candidates);
}

function isCloseToShort(name: string, candidate: string): boolean {
  const lower = name.toLowerCase();
  if (lower === candidate) return true;
  if (candidate === 'say') return lower.length <= 6 && lower !== 'stay';
  return candidate.length === 4 && lower === `${candidate}s`;
}
