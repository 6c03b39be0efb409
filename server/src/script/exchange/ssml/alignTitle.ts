/**
 * What is to be read of a title where other words are said: `2 night` for `second`, `night` is `2` and, since it is
 * the same, null.
 *
 * @param said  the words that are said, in parts that each have a place of their own
 */
export function alignTitle(title: string, said: readonly string[]): readonly (string | null)[] {
  const read: (string | null)[] = [];
  let position = 0;
  for (let index = 0; index < said.length;) {
    const part = said[index] ?? '';
    const start = skipSpaces(title, position);
    if (title.startsWith(part, start)) {
      read.push(null);
      position = start + part.length;
      index += 1;
      continue;
    }
    const next = nextSame(title, start, said.slice(index + 1));
    const count = next.partCount + 1;
    read.push(...split(title.slice(start, next.offset).trim(), count));
    position = next.offset;
    index += count;
  }
  return read;
}

function skipSpaces(text: string, position: number): number {
  let offset = position;
  while (text.charAt(offset) === ' ') offset += 1;
  return offset;
}

/** Where the title and what is said are the same again, and how many parts are before that. */
function nextSame(
  title: string,
  from: number,
  parts: readonly string[],
): { offset: number; partCount: number } {
  for (const [partCount, part] of parts.entries()) {
    const offset = title.indexOf(part, from + 1);
    if (offset !== -1) return { offset, partCount };
  }
  return { offset: title.length, partCount: parts.length };
}

/** Some of the words for each; the last has what is left. */
function split(text: string, count: number): readonly string[] {
  const words = text.split(' ');
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? (words[index] ?? '') : words.slice(index).join(' '),
  );
}
