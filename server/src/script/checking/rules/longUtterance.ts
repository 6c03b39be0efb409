import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { utteranceRuns } from '../utteranceRuns.ts';

/**
 * An utterance is what is spoken, kept and spoken again as one: a change of one of its words costs all of it. Above
 * this, about three minutes at 15 characters a second, that is felt.
 */
export const longUtteranceCharacters = 3000;

export function veryLongUtterances(block: Block, text: string): ScriptDiagnostic[] {
  if (block.length <= longUtteranceCharacters) return [];
  return utteranceRuns(block)
    .filter(({ spokenLength }) => spokenLength > longUtteranceCharacters)
    .map(({ startOffset, endOffset, spokenLength }) => ({
      code: 'very-long-utterance',
      severity: 'information',
      message: `This is about ${minutes(spokenLength)} minutes in one go, and every change of a word means speaking all of it again. Split it at the end of a sentence.`,
      startOffset,
      endOffset: beginningEnd(text, startOffset, endOffset),
      fix: { kind: 'splitUtterance' },
    }));
}

/** Marks the first words only: minutes of text underlined would be of no help. */
function beginningEnd(text: string, startOffset: number, endOffset: number): number {
  const line = /^\s*[^\r\n]{1,60}(?=\s|$)/u.exec(
    text.slice(startOffset, Math.min(endOffset, startOffset + 200)),
  );
  return startOffset + (line?.[0].length ?? 1);
}

function minutes(characters: number): string {
  return String(Math.round(characters / (15 * 60)));
}
