/**
 * What is to be read of a title where other words are said: `2 night` for `second`, `night` is `2` and, since it is
 * the same, null. Parts are the same from either end up to where they first differ.
 *
 * @param said  the words that are said, in parts that each have a place of their own
 */
export function alignTitle(title: string, said: readonly string[]): readonly (string | null)[] {
  let first = 0;
  let start = 0;
  for (; first < said.length && title.startsWith(said[first] ?? '', start); first += 1) {
    start = skipSpaces(title, start + (said[first]?.length ?? 0));
  }
  let last = said.length;
  let rest = title.slice(start).trimEnd();
  for (; last > first && rest.endsWith(said[last - 1] ?? ''); last -= 1) {
    rest = rest.slice(0, rest.length - (said[last - 1]?.length ?? 0)).trimEnd();
  }
  const same = (count: number): null[] => Array.from({ length: count }, () => null);
  return [...same(first), ...split(rest, last - first), ...same(said.length - last)];
}

function skipSpaces(text: string, position: number): number {
  let offset = position;
  while (text.charAt(offset) === ' ') offset += 1;
  return offset;
}

/** A word for each part; the last has what is left. */
function split(text: string, count: number): readonly string[] {
  const words = text.split(' ');
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? (words[index] ?? '') : words.slice(index).join(' '),
  );
}
