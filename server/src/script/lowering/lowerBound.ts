/** The first index at which the condition, false before it and true from it on, holds; the count where it never does. */
export function lowerBound(count: number, holdsAt: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holdsAt(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
