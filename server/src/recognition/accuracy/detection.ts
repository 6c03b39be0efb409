import type { Detection } from './accuracy.ts';

/** @param pairs  whether it is there, and whether it was heard */
export function detection(pairs: readonly (readonly [isThere: boolean, isHeard: boolean])[]): Detection {
  const expectedCount = pairs.filter(([isThere]) => isThere).length;
  const heardCount = pairs.filter(([, isHeard]) => isHeard).length;
  const hitCount = pairs.filter(([isThere, isHeard]) => isThere && isHeard).length;
  const sum = expectedCount + heardCount;
  return {
    expectedCount,
    heardCount,
    hitCount,
    precision: heardCount === 0 ? null : hitCount / heardCount,
    recall: expectedCount === 0 ? null : hitCount / expectedCount,
    f1: sum === 0 ? 0 : (2 * hitCount) / sum,
  };
}
