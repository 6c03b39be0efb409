import * as vscode from 'vscode';
import type { DictationStep } from './spokenCommands.ts';

/** What became of all that was said in one dictation, for whoever does not see it. */
export interface DictationNote {
  /** One utterance. */
  wrote(steps: readonly DictationStep[], place: 'written' | 'clipboard'): void;
  /** The last one. */
  tookBack(): void;
  isEmpty(): boolean;
  /** To be told at the end: nothing may talk into the microphone before. */
  sentence(): string;
}

/** UTF-16 code units of what was said last: nobody listens to more. */
const longestTold = 1000;

export function createDictationNote(): DictationNote {
  const utterances: { readonly text: string; readonly place: 'written' | 'clipboard' }[] = [];
  const textAt = (wanted: 'written' | 'clipboard'): string => {
    const texts = utterances.flatMap(({ text, place }) => (place === wanted && text !== '' ? [text] : []));
    const whole = texts.join(' ');
    if (whole.length <= longestTold) return whole;
    // What is left of a character in two code units is none.
    return `… ${whole.slice(-longestTold).replace(/^[\uDC00-\uDFFF]/u, '')}`;
  };
  return {
    wrote(steps, place) {
      const text = steps.flatMap((step) => (step.kind === 'text' ? [step.text] : [])).join(' ');
      utterances.push({ text, place });
    },
    tookBack() {
      utterances.pop();
    },
    isEmpty: () => utterances.length === 0,
    sentence() {
      const written = textAt('written');
      const copied = textAt('clipboard');
      const sentences = [
        ...(written === '' ? [] : [vscode.l10n.t('Written: {0}', written)]),
        ...(copied === '' ? [] : [vscode.l10n.t('In the clipboard: {0}', copied)]),
      ];
      if (sentences.length === 0) sentences.push(vscode.l10n.t('Nothing was written.'));
      return [vscode.l10n.t('Dictation has ended.'), ...sentences].join(' ');
    },
  };
}
