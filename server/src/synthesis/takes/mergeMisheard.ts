import type { Divergence, MisheardToken } from '../../text/findDivergence.ts';

/**
 * Words that were misheard without noise, or in most hearings, with their mean letter errors over all of them.
 *
 * @param hearings  of one take, the one without noise first
 */
export function mergeMisheard(hearings: readonly Pick<Divergence, 'misheard'>[]): MisheardToken[] {
  const found = new Map<number, MisheardToken[]>();
  for (const token of hearings.flatMap(({ misheard }) => misheard)) {
    found.set(token.startOffset, [...(found.get(token.startOffset) ?? []), token]);
  }
  const plain = new Set(hearings[0]?.misheard.map(({ startOffset }) => startOffset));
  return [...found.values()]
    .flatMap((tokens) => {
      const [token, ...others] = tokens;
      if (token === undefined) return [];
      if (!plain.has(token.startOffset) && tokens.length <= hearings.length / 2) return [];
      const rate = others.reduce((sum, other) => sum + other.letterErrorRate, token.letterErrorRate);
      return [{ ...token, letterErrorRate: rate / hearings.length }];
    })
    .sort((left, right) => left.startOffset - right.startOffset);
}
