/**
 * The known names a user most likely meant, nearest first; empty when nothing is near.
 *
 * A name is near when it, or one of its parts between hyphens, underscores and dots, can be made from what was wanted
 * by few edits (a third of the longer one's letters), or contains it, or is contained in it. Case does not count.
 *
 * @param limit  how many names at most
 */
export function nearestNames(wanted: string, known: readonly string[], limit = 3): string[] {
  const target = wanted.toLowerCase();
  return [...new Set(known)]
    .map((name) => ({ name, distance: nameDistance(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Infinity where the names are not near each other. */
function nameDistance(wanted: string, name: string): number {
  const parts = name.split(/[-_.]/u).filter((part) => part.length >= minPartLength);
  const isContained = wanted.length >= minPartLength && (name.includes(wanted) || wanted.includes(name));
  return Math.min(
    ...[name, ...parts].map((candidate) => nearDistance(wanted, candidate)),
    isContained ? editDistance(wanted, name) : Infinity,
  );
}

/** Shorter parts, such as `af` or `82m`, are near to anything short. */
const minPartLength = 4;

function nearDistance(wanted: string, name: string): number {
  const distance = editDistance(wanted, name);
  return distance <= Math.max(1, Math.max(wanted.length, name.length) / 3) ? distance : Infinity;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbors count one each. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (isSame ? 0 : 1),
        isSwap ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(costs: readonly number[], index: number): number {
  return costs[index] ?? Infinity;
}
