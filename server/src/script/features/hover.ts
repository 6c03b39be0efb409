import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { hoverBlock } from './hoverBlock.ts';
import { hoverFrontMatter } from './hoverFrontMatter.ts';
import { toLspRange } from './lspRange.ts';
import { placeAt } from './place.ts';

/** What a tag does and what the voice that speaks there makes of it; who a character or a voice is; how a word is said. */
export function hover(document: ScriptDocument, offset: number): Hover | null {
  const place = placeAt(document, offset);
  if (place === null) return null;
  const finding =
    place.block.kind === 'frontMatter' ? hoverFrontMatter(document, offset) : hoverBlock(document, place);
  if (finding === null) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: finding.markdown },
    range: toLspRange(document.text, finding.range),
  };
}
