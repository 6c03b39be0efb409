import { silentTokens } from './silentTokens.ts';

/** Why a take is given up: the model repeats a token, is silent, or does not end. */
export type Collapse = 'repeated' | 'silent' | 'endless';

/** A second of 40 ms each. */
const mostInRow = 25;

/**
 * What is wrong with the speech so far, seen at its end; called after each token, nothing is missed.
 *
 * @param most  tokens the text may take
 */
export function findCollapse(spoken: readonly number[], most: number): Collapse | undefined {
  if (spoken.length >= most) return 'endless';
  const tail = spoken.slice(-mostInRow);
  if (tail.length < mostInRow) return undefined;
  if (tail.every((token) => token === tail[0])) return 'repeated';
  return tail.every((token) => silentTokens.has(token)) ? 'silent' : undefined;
}
