import { plainText } from './plainText.ts';
import type { DictationStep } from './spokenCommands.ts';

/** What was said in one dictation and found no place to be written: all of it is in the clipboard. */
export interface ClipboardText {
  /** One utterance. */
  add(steps: readonly DictationStep[]): Promise<void>;
  /** The last one. */
  takeBack(): Promise<void>;
}

/** @param writeClipboard  replaces what is in the clipboard */
export function createClipboardText(writeClipboard: (text: string) => PromiseLike<void>): ClipboardText {
  const said: (readonly DictationStep[])[] = [];
  const put = async (): Promise<void> => {
    await writeClipboard(plainText(said.flat()));
  };
  return {
    async add(steps) {
      said.push(steps);
      await put();
    },
    async takeBack() {
      said.pop();
      await put();
    },
  };
}
