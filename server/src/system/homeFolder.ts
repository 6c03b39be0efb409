import { homedir, userInfo } from 'node:os';
import path from 'node:path';

/**
 * Of the user, absolute: as the environment has it, else as the system knows it. A user of neither, as in a container
 * that runs under any number, gets the root folder, whose refusal to be written names the variable that helps.
 */
export function homeFolder(): string {
  const found = folderOf(homedir) ?? folderOf(() => userInfo().homedir);
  return found ?? path.parse(process.cwd()).root;
}

function folderOf(ask: () => string): string | null {
  try {
    const folder = ask();
    return path.isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}
