import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';

export function toLspRange(text: TextDocument, { startOffset, endOffset }: TextRange): Range {
  return { start: text.positionAt(startOffset), end: text.positionAt(endOffset) };
}
