import path from 'node:path';

/** Whether a file is a script by its name, as editors tell it. */
export function isScriptName(file: string): boolean {
  return path.extname(file).toLowerCase() === '.aloud';
}
