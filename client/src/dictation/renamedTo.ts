/**
 * @param uri      of a file
 * @param renames  URIs of files and folders, each as it was and as it is
 * @returns the URI of the file after them; null where none concerns it
 */
export function renamedTo(
  uri: string,
  renames: readonly (readonly [before: string, after: string])[],
): string | null {
  for (const [before, after] of renames) {
    if (uri === before) return after;
    if (uri.startsWith(`${before}/`)) return after + uri.slice(before.length);
  }
  return null;
}
