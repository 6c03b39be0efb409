import type { TextChange } from '../../../client/src/readAloud/offsetTracker.ts';
import type { SourceText } from '../../../client/src/readAloud/sourceText.ts';

/** A text as an editor has it. */
export interface EditedText extends SourceText {
  text(): string;
  edit(rangeOffset: number, rangeLength: number, text: string): void;
}

export function createEditedText(first: string, languageId: string): EditedText {
  let text = first;
  const listeners = new Set<(changes: readonly TextChange[]) => void>();
  return {
    languageId,
    place: {},
    text: () => text,
    length: () => text.length,
    slice: (startOffset, endOffset) => text.slice(startOffset, endOffset),
    onChange(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    edit(rangeOffset, rangeLength, put) {
      text = text.slice(0, rangeOffset) + put + text.slice(rangeOffset + rangeLength);
      for (const listener of listeners) listener([{ rangeOffset, rangeLength, text: put }]);
    },
  };
}
