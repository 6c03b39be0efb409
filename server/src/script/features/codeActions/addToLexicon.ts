import type { TextRange } from '../../../text/textRange.ts';
import type { ScriptDiagnostic } from '../../checking/diagnostic.ts';
import { quickFixes } from '../../checking/quickFixes.ts';
import type { ScriptDocument } from '../../scriptDocument.ts';
import { pathTo } from '../../tree/walk.ts';
import { placeAt } from '../place.ts';
import type { Refactoring } from './refactoring.ts';

/** The selected word goes into the lexicon, where nothing was found wrong with it as well. */
export function addToLexicon(
  document: ScriptDocument,
  range: TextRange,
  diagnostics: readonly ScriptDiagnostic[],
): Refactoring[] {
  const word = selectedWord(document, range);
  if (word === null || document.cast.lexicon.has(word)) return [];
  const isFound = diagnostics.some(({ fix }) => fix?.kind === 'addToLexicon' && fix.word === word);
  if (isFound) return [];
  const wanted: ScriptDiagnostic = {
    ...range,
    code: 'unknown-pronunciation',
    severity: 'hint',
    message: '',
    fix: { kind: 'addToLexicon', word },
  };
  return quickFixes(wanted, document)
    .slice(0, 1)
    .map(({ edits }) => ({ title: `Add ${word} to the lexicon`, kind: 'refactor.extract.lexicon', edits }));
}

/** With nothing selected, none: every word of a text would have a light bulb. */
function selectedWord(document: ScriptDocument, { startOffset, endOffset }: TextRange): string | null {
  const place = placeAt(document, startOffset);
  if (place === null || startOffset === endOffset || !('content' in place.block)) return null;
  const word = document.script.source.slice(startOffset, endOffset);
  const node = pathTo(place.block.content, place.offset).at(-1);
  return node?.kind === 'text' && /^[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*$/u.test(word) ? word : null;
}
