import type { RecognitionOptions } from '../../../../protocol/recognition.ts';
import type { Recognizer } from '../recognizer.ts';
import { createReplacementTree } from './replacementTree.ts';
import type { Wording } from './reword.ts';
import { rewordUtterance } from './rewordUtterance.ts';

/** What of a request is about the wording. */
export interface WordingOptions {
  readonly replacements?: RecognitionOptions['replacements'] | undefined;
  readonly leaveOutFillers?: boolean | undefined;
}

/** @returns null where nothing is to be worded otherwise than it was heard */
export function createWording({
  replacements = [],
  leaveOutFillers = false,
}: WordingOptions): Wording | null {
  if (replacements.length === 0 && !leaveOutFillers) return null;
  return { tree: createReplacementTree(replacements), leavesOutFillers: leaveOutFillers };
}

/**
 * Makes of any recognizer one that words whole utterances as the options ask. It is for what is heard once: words of a
 * dictation are committed as they are heard, and worded after that.
 */
export function withWording(recognizer: Recognizer, options: WordingOptions): Recognizer {
  const wording = createWording(options);
  if (wording === null) return recognizer;
  return {
    description: recognizer.description,
    async recognize(samples, asked, signal) {
      const utterance = await recognizer.recognize(samples, asked, signal);
      return rewordUtterance(utterance, { wording, language: utterance.language ?? asked.language ?? null });
    },
    dispose: () => recognizer.dispose(),
  };
}
