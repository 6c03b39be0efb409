/** The first texts, as many as are together no longer than so many UTF-16 code units. */
export function takeWithin(texts: readonly string[], length: number): string[] {
  let left = length;
  const end = texts.findIndex((text) => (left -= text.length) < 0);
  return texts.slice(0, end < 0 ? texts.length : end);
}
