import type { TextEdit } from 'vscode-languageserver-types';
import type { ScriptDocument } from '../scriptDocument.ts';
import { placeAt, type Place } from './place.ts';
import { spansAround } from './spansAround.ts';

/**
 * What is put at the position after a character was typed: after `</` the name of the innermost open span and its
 * bracket; after the `>` of an opening tag, its close.
 */
export function typeClosing(document: ScriptDocument, offset: number, typed: string): TextEdit[] {
  const newText = closingAt(document, offset, typed);
  if (newText === null) return [];
  const position = document.text.positionAt(offset);
  return [{ range: { start: position, end: position }, newText }];
}

/** The same as text. */
export function closingAt(document: ScriptDocument, offset: number, typed: string): string | null {
  const place = placeAt(document, offset);
  if (place === null) return null;
  if (typed === '/') return closeAfterSlash(place);
  return typed === '>' ? closeAfterBracket(place) : null;
}

function closeAfterSlash(place: Place): string | null {
  const { text, block, offset } = place;
  if (!text.slice(0, offset).endsWith('</') || text[offset - 3] === '\\') return null;
  const open = spansAround(block, offset - 2).findLast(
    ({ open, close }) => open.form === 'tag' && close === null,
  );
  if (open === undefined) return null;
  return text[offset] === '>' ? open.name : `${open.name}>`;
}

function closeAfterBracket({ block, offset }: Place): string | null {
  const spans = spansAround(block, offset);
  const opened = spans.at(-1);
  if (opened?.open.form !== 'tag' || opened.open.endOffset !== offset) return null;
  // The close of a span around it was taken for its own.
  const isStolen = spans.some(({ name, close }) => name === opened.name && close === null);
  return isStolen ? `</${opened.name}>` : null;
}
