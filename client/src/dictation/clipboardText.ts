import type { DictationStep } from './spokenCommands.ts';
import { writtenSteps } from './writtenSteps.ts';

/** What was said in one dictation and found no place to be written: all of it is in the clipboard. */
export interface ClipboardText {
  /** One utterance. */
  add(steps: readonly DictationStep[]): Promise<void>;
  /** The last one. @returns whether there is one */
  takeBack(): Promise<boolean>;
}

/** @param writeClipboard  replaces what is in the clipboard */
export function createClipboardText(writeClipboard: (text: string) => PromiseLike<void>): ClipboardText {
  const said: (readonly DictationStep[])[] = [];
  const put = async (): Promise<void> => {
    await writeClipboard(writtenSteps(said.flat(), nowhere).text);
  };
  return {
    async add(steps) {
      said.push(steps);
      await put();
    },
    async takeBack() {
      const isThere = said.pop() !== undefined;
      if (isThere) await put();
      return isThere;
    },
  };
}

const nowhere = { before: '', after: '', lineEnd: '\n' } as const;
