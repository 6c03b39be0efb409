import type { DictationTarget } from './dictationTarget.ts';
import { writtenSteps } from './writtenSteps.ts';

/** A box whose text can be read and set, such as that of a commit message. */
export interface MessageBox {
  value: string;
}

/** Writes at the end of a message: where the cursor is in it no extension is told. */
export function createMessageTarget(box: MessageBox): DictationTarget {
  /** What stood there before each utterance, the last one last. */
  const before: string[] = [];
  let written: string | null = null;
  return {
    showTentative: () => undefined,
    clearTentative: () => undefined,
    write(steps) {
      const message = box.value;
      const { text, replacedCount } = writtenSteps(steps, { before: message, after: '', lineEnd: '\n' });
      if (message !== written) before.length = 0;
      before.push(message);
      written = box.value = message.slice(0, message.length - replacedCount) + text;
      return Promise.resolve(null);
    },
    scratch() {
      const message = box.value === written ? before.pop() : undefined;
      if (message !== undefined) written = box.value = message;
      return Promise.resolve(message !== undefined);
    },
    dispose: () => undefined,
  };
}
