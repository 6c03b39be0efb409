/**
 * Where a file is that a script names by a path that counts from the script. Not by `URL`, which would take a `#` in
 * the name for the end of the path.
 *
 * @returns null where the script is no file, or the path says no file
 */
export function resolveUri(scriptUri: string, path: string): string | null {
  const base = /^(file:\/\/[^/]*)(\/.*)$/u.exec(scriptUri);
  if (base === null || path === '' || !isWellFormed(path)) return null;
  const [, authority = '', scriptPath = ''] = base;
  const named = path.split('/').map(encodeURIComponent);
  const around = path.startsWith('/') ? [] : scriptPath.split('/').slice(0, -1);
  const segments: string[] = [];
  for (const segment of [...around, ...named]) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return `${authority}/${segments.join('/')}`;
}

/** Half a surrogate pair has no bytes that could be written. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
