import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where the file of a URI is; null for what is no file of this machine, such as a script that was never saved. */
export function toFilePath(uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    // Another host, or an escape that is none.
    return null;
  }
}

export function toFileUri(file: string): string {
  return pathToFileURL(file).href;
}
