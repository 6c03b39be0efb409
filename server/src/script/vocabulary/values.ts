/**
 * What the values of directions, attributes and front matter mean. Each reader returns null for what is no such value;
 * case and surrounding space do not count.
 */

/** @returns a factor of the voice's own rate, 0.5 to 2 */
export function parseRate(text: string): number | null {
  return readNamed(text, rates) ?? readNumber(text, rateShape, [0.5, 2]);
}

/** @returns semitones, -12 to 12 */
export function parsePitch(text: string): number | null {
  return readNamed(text, pitches) ?? readNumber(text, pitchShape, [-12, 12]);
}

/** @returns a factor of how far the voice rises and falls, 0 (monotonous) to 3 */
export function parseRange(text: string): number | null {
  return readNumber(text, plainShape, [0, 3]);
}

/** @returns decibels, -40 to 12 */
export function parseVolume(text: string): number | null {
  return readNamed(text, volumes) ?? readNumber(text, decibelShape, [-40, 12]);
}

/** @returns milliseconds, up to ten minutes */
export function parseDuration(text: string): number | null {
  const match = durationShape.exec(text.trim());
  if (match === null) return null;
  const milliseconds = Number(match[1]) * (match[2]?.toLowerCase() === 's' ? 1000 : 1);
  return milliseconds <= longestMs ? milliseconds : null;
}

/** @returns 0 to 1 */
export function parseStrength(text: string): number | null {
  return readNumber(text, plainShape, [0, 1]);
}

export const rates: ReadonlyMap<string, number> = new Map([
  ['x-slow', 0.6],
  ['slow', 0.8],
  ['medium', 1],
  ['fast', 1.25],
  ['x-fast', 1.5],
]);

export const pitches: ReadonlyMap<string, number> = new Map([
  ['low', -3],
  ['medium', 0],
  ['high', 3],
]);

export const volumes: ReadonlyMap<string, number> = new Map([
  ['soft', -6],
  ['medium', 0],
  ['loud', 4],
]);

const longestMs = 600_000;
const plainShape = /^(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})$/u;
const rateShape = /^(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})[x×]?$/iu;
const pitchShape = /^([+\-−]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})) ?st$/iu;
const decibelShape = /^([+\-−]?(?:\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})) ?db$/iu;
const durationShape = /^(\d{1,8}(?:\.\d{1,6})?|\.\d{1,6}) ?(ms|s)$/iu;

function readNamed(text: string, names: ReadonlyMap<string, number>): number | null {
  return names.get(text.trim().toLowerCase()) ?? null;
}

/** The first group of the shape, if it lies within the limits. */
function readNumber(text: string, shape: RegExp, limits: readonly [number, number]): number | null {
  const digits = shape.exec(text.trim())?.[1];
  if (digits === undefined) return null;
  const value = Number(digits.replace('−', '-'));
  return value >= limits[0] && value <= limits[1] ? value : null;
}
