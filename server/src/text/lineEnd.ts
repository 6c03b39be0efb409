/** How the first line of a text ends; null where it has one line only. */
export function firstLineEnd(text: string): string | null {
  return /\r\n|\n|\r/u.exec(text)?.[0] ?? null;
}
