import type { DocumentLink } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { fileLinks } from './fileLinks.ts';
import { toLspRange } from './lspRange.ts';

export function documentLinks(document: ScriptDocument): DocumentLink[] {
  return fileLinks(document).map((link) => ({ range: toLspRange(document.text, link), target: link.uri }));
}
