import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { InterruptedError } from '../../server/src/cli/failure.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { run } from './support.ts';

export interface BookDesk {
  readonly folder: string;
  readonly script: string;
  /** The folder of the book. */
  readonly out: string;
  readonly render: (text: string, ...options: string[]) => ReturnType<typeof run>;
  /** Interrupted when a word is to be spoken. */
  readonly renderUntil: (word: string, text: string, ...options: string[]) => ReturnType<typeof run>;
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
    renderUntil(word, text, ...options) {
      writeFileSync(script, text);
      const controller = new AbortController();
      const speaking = {
        ...synthesizer,
        synthesize: (...given: Parameters<typeof synthesizer.synthesize>) => {
          if (given[0].text.includes(word)) controller.abort(new InterruptedError());
          return synthesizer.synthesize(...given);
        },
      };
      const services = { openSynthesis: () => Promise.resolve({ synthesizer: speaking, loadMs: 0 }) };
      const args = ['render', script, '--out', out, '--json', ...options];
      return run(args, { services, signal: controller.signal });
    },
  };
}

export const front = '---\ntitle: The Sea\nauthor: Ada Ängström\n---\n\n';
/** A book of three chapters. */
export const source = `${front}To my mother.\n\n# The storm\n\nThe wind came first.\n\n# The calm\n\nThen it was still.\n`;

export function namesIn(place: string): readonly string[] {
  return readdirSync(place).toSorted();
}
