import type { SemanticTokens } from 'vscode-languageserver-types';
import type { TextRange } from '../../text/textRange.ts';
import type { ScriptDocument } from '../scriptDocument.ts';
import { blockIndexAt } from '../tree/blockAt.ts';
import { blockTokens, type TokenType, tokenTypes } from './blockTokens.ts';

/** Standard types where there is one, so that any editor has a color for them. */
export const semanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [] as string[] };

/**
 * What a grammar that sees one line cannot know: who is in the cast, which parentheses are directions, what spans
 * several lines. A token never leaves its line.
 *
 * @param range  only blocks that touch it; absent: all
 */
export function semanticTokens(document: ScriptDocument, range?: TextRange): SemanticTokens {
  const { script, text } = document;
  const first = range === undefined ? 0 : Math.max(0, blockIndexAt(script, range.startOffset));
  const last = range === undefined ? script.blocks.length - 1 : blockIndexAt(script, range.endOffset);
  const data: number[] = [];
  let previous = { line: 0, character: 0 };
  for (let index = first; index <= last; index++) {
    const block = script.blocks[index];
    const start = script.blockStarts[index];
    if (block === undefined || start === undefined) continue;
    const source = script.source.slice(start, start + block.length);
    const firstLine = text.positionAt(start);
    for (const token of blockTokens(block, source)) {
      const line = firstLine.line + token.line;
      const character = token.line === 0 ? firstLine.character + token.character : token.character;
      const isSameLine = line === previous.line;
      data.push(
        line - previous.line,
        isSameLine ? character - previous.character : character,
        token.length,
        typeIndex(token.type),
        0,
      );
      previous = { line, character };
    }
  }
  return { data };
}

function typeIndex(type: TokenType): number {
  return tokenTypes.indexOf(type);
}
