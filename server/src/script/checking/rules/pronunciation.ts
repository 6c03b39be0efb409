import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

export function unknownPronunciation(word: string, { startOffset, endOffset }: TextRange): ScriptDiagnostic {
  return {
    code: 'unknown-pronunciation',
    severity: 'information',
    message: `No dictionary has "${word}", so how it is said is guessed from its letters. The lexicon of the script can say it.`,
    startOffset,
    endOffset,
    fix: { kind: 'addToLexicon', word },
  };
}

/** Shorter ones are read letter by letter or are known. */
const minWordLength = 3;
/** Capitals up to here are read as letters. */
const maxAcronymLength = 4;

/** The word a lexicon is asked for; null for what is spelled or too short to be guessed wrongly. */
export function lexiconWord(written: string): string | null {
  const word = written.replace(/['’]s?$/u, '').replace(/^['’]/u, '');
  if (word.length < minWordLength) return null;
  if (word.length <= maxAcronymLength && word === word.toUpperCase()) return null;
  return word;
}
