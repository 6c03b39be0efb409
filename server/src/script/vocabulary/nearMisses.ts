import { deliveries, emotions } from '../../../../protocol/expression.ts';
import { nearestNames } from '../../text/nearestNames.ts';
import { pointTags, spanTags } from './tags.ts';

/**
 * The names of tags that a word in square brackets was probably meant for, nearest first; empty for a known name, and
 * for a word of the text such as `[sic]` or `[voice]`. Typing errors rarely change the first letter, so it must agree.
 */
export function nearPointTags(name: string): readonly string[] {
  if (pointTags.has(name)) return [];
  return otherWords.get(name.toLowerCase()) ?? nearNames(name, pointNames);
}

/**
 * The direction that a word in square brackets was meant for, as other tools write directions: `[happy]`, `[whispers]`.
 *
 * @returns undefined for a word of the text
 */
export function meantDirection(name: string): string | undefined {
  const word = name.toLowerCase();
  return otherDirections.get(word) ?? directions.find((direction) => direction === word);
}

/** The event that another tool's word for it, such as `laugh` or `inhale`, means; undefined for other words. */
export function otherEvent(name: string): string | undefined {
  const word = name.toLowerCase();
  if (spanTags.has(word)) return undefined;
  return [word, ...(otherWords.get(word) ?? [])].find((event) => vocalEvents.has(event));
}

/** The same for a word in angle brackets. */
export function nearSpanTags(name: string): readonly string[] {
  return spanTags.has(name) ? [] : nearNames(name, spanNames);
}

const pointNames = [...pointTags.keys()];
const spanNames = [...spanTags.keys()];

/** Those that other tools write in angle brackets. */
const vocalEvents: ReadonlySet<string> = new Set([
  'breath',
  'cough',
  'laughter',
  'quick_breath',
  'sigh',
  'sneeze',
]);

/** Longer words are no typing error of a name. */
const longestNearMiss = 20;

/** What other tools, and writers of stage directions, call them. */
const otherWords: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    laughter: ['laugh', 'laughs', 'laughing', 'giggle', 'giggles', 'chuckle', 'chuckles'],
    quick_breath: ['gasp', 'gasps'],
    breath: ['inhale', 'inhales', 'exhale', 'exhales', 'breathes'],
    pause: ['break', 'silence', 'wait'],
    music: ['bgm'],
  }).flatMap(([name, words]) => words.map((word): [string, string[]] => [word, [name]])),
);

const directions: readonly string[] = [...emotions, ...deliveries];

const otherDirections: ReadonlyMap<string, string> = new Map(
  Object.entries({
    happy: ['happily', 'cheerful', 'cheerfully'],
    sad: ['sadly', 'sorrowful'],
    angry: ['angrily', 'furious'],
    fearful: ['afraid', 'fearfully', 'nervous', 'nervously', 'scared'],
    calm: ['calmly'],
    tender: ['tenderly'],
    excited: ['excitedly'],
    serious: ['seriously'],
    whispering: ['whisper', 'whispers', 'whispered'],
    shouting: ['shout', 'shouts', 'shouted', 'yelling', 'yells'],
    crying: ['cries', 'sobbing', 'sobs'],
    singing: ['sings'],
    slow: ['slowly'],
    fast: ['quickly'],
    soft: ['quietly', 'softly'],
    loud: ['loudly'],
  }).flatMap(([direction, words]) => words.map((word): [string, string] => [word, direction])),
);

function nearNames(name: string, known: readonly string[]): string[] {
  if (name.length < 3 || name.length > longestNearMiss) return [];
  const first = name.charAt(0).toLowerCase();
  const candidates = known.filter((candidate) => candidate.startsWith(first) && mayMean(name, candidate));
  return candidates.length === 0 ? [] : nearestNames(name, candidates);
}

/** Of the shortest names, only another case or an ending is a near miss: `[Mark]`, but neither `[mask]` nor `[on]`. */
function mayMean(name: string, candidate: string): boolean {
  if (candidate.length > 4) return true;
  const lower = name.toLowerCase();
  if (lower === candidate) return true;
  if (candidate === 'say') return lower.length <= 6 && lower !== 'stay';
  return candidate.length === 4 && lower === `${candidate}s`;
}
