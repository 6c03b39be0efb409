import type { TextEdit } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';
import { formatEdits } from '../formatting/formatEdits.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { toLspRange } from './lspRange.ts';

/** What brings a script into its usual form. @param range  only the blocks that it touches; absent: all */
export function formatDocument({ script, text }: ScriptDocument, range?: TextRange): TextEdit[] {
  return formatEdits(script, range).map((edit) => ({ range: toLspRange(text, edit), newText: edit.text }));
}
