/** Whether a product version such as `1.2.3` or `1.2.3-beta` comes before another; false where one is neither. */
export function isOlderVersion(version: string, other: string): boolean {
  const [left, right] = [parse(version), parse(other)];
  if (left === null || right === null) return false;
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return left.isPrerelease && !right.isPrerelease;
}

function parse(
  version: string,
): { readonly numbers: readonly number[]; readonly isPrerelease: boolean } | null {
  const match = /^(\d+)\.(\d+)\.(\d+)(-|\+|$)/u.exec(version);
  if (match === null) return null;
  return { numbers: match.slice(1, 4).map(Number), isPrerelease: match[4] === '-' };
}
