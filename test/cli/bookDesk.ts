import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { run } from './support.ts';

export interface BookDesk {
  readonly folder: string;
  readonly script: string;
  /** The folder of the book. */
  readonly out: string;
  readonly render: (text: string, ...options: string[]) => ReturnType<typeof run>;
}

/** A script and the book that the command line makes of it, in a folder that is empty before each test. */
export function openBookDesk(): BookDesk {
  const folder = mkdtempSync(path.join(tmpdir(), 'aloud-book-'));
  const script = path.join(folder, 'sea.aloud');
  const out = path.join(folder, 'book');
  afterEach(() => {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  return {
    folder,
    script,
    out,
    render(text: string, ...options: string[]) {
      writeFileSync(script, text);
      return run(['render', script, '--out', out, '--json', ...options]);
    },
  };
}

export const front = '---\ntitle: The Sea\nauthor: Ada Ängström\n---\n\n';
/** A book of three chapters. */
export const source = `${front}To my mother.\n\n# The storm\n\nThe wind came first.\n\n# The calm\n\nThen it was still.\n`;

export function namesIn(place: string): readonly string[] {
  return readdirSync(place).toSorted();
}
