import { readCharacterEntity } from './characterEntities.ts';
import { markupEnd } from './markup.ts';
import { matchAt } from './rule.ts';
import type { TokenList } from './tokenList.ts';

/** Marks that shape phrasing, as SpokenToken writes them. */
const closingMarks: Readonly<Record<string, string>> = {
  ',': ',',
  '，': ',',
  '、': ',',
  '،': ',',
  '.': '.',
  '。': '.',
  '．': '.',
  '!': '!',
  '！': '!',
  '?': '?',
  '？': '?',
  '؟': '?',
  ';': ';',
  '；': ';',
  ':': ':',
  '：': ':',
  '—': '—',
  '―': '—',
  '…': '…',
  '⋯': '…',
  '”': '”',
  '»': '”',
  '」': '”',
  ')': ')',
  '）': ')',
  ']': ')',
  '}': ')',
};
const openingMarks: Readonly<Record<string, string>> = {
  '“': '“',
  '„': '“',
  '«': '“',
  '「': '“',
  '(': '(',
  '（': '(',
  '[': '(',
  '{': '(',
};
/** What is passed over whole: rules, quote and list marks at a line's start, link targets, tags, emoticons. */
const silentAtLineStart = /(?:[-=*_~#+]{3,}[ \t]*(?=\n|$)|(?:[-*+•>]|#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?|\|)/uy;
const lineIndent = /\n[ \t]*$|^[ \t]+$/u;
const silentAnywhere =
  /\]\([^()\s]{0,2000}(?:[ ]"[^"\n]{0,200}")?\)|<!--|-->|!(?=\[)|\[(?=[^[\]\n]{0,300}\]\()|\[\^[^\s[\]]{1,40}\](?!:)|`{1,3}/uy;
const emoticon = /(?<=^|\s)(?:[:;=8][-'^]?[)(DPpOo|*\\/\]]|<3|:'\()(?![\p{L}\p{N}])/uy;
const ellipsis = /\.(?:[ ]?\.){1,}/uy;
const dashes = /(?!(?<=\s)--\p{Ll})[-–—―]{2,}|(?<=\s)[-–](?=\s)|(?<=[\p{L}\p{N}.,!?”"’)])[–](?=\s)/uy;
const quote = /["'‘’＂`´]/uy;
const opensAfter = /[\s(\[{“‘"'—–/-]/u;
const nonSpaceAhead = /["'‘]{1,3}[^\s"'’,.;:!?)]/uy;

/**
 * Passes over one mark, or one stretch of silent characters, at an offset where no rule reads anything.
 *
 * @returns the offset after it
 */
export function readPunctuation(text: string, offset: number, tokens: TokenList): number {
  const silent = silentEnd(text, offset);
  if (silent !== undefined) return silent;
  const dots = matchAt(ellipsis, text, offset);
  if (dots !== undefined) {
    tokens.close('…');
    return offset + dots[0].length;
  }
  const dash = matchAt(dashes, text, offset);
  if (dash !== undefined) {
    tokens.close('—');
    return offset + dash[0].length;
  }
  const entity = text.charAt(offset) === '&' ? readCharacterEntity(text, offset) : undefined;
  if (entity !== undefined) {
    readMark(entity.character, tokens);
    return offset + entity.length;
  }
  if (matchAt(quote, text, offset) !== undefined) readQuote(text, offset, tokens);
  else readMark(text.charAt(offset), tokens);
  return offset + ((text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1);
}

function silentEnd(text: string, offset: number): number | undefined {
  const isLineStart = lineIndent.test(text.slice(Math.max(0, offset - 12), offset)) || offset === 0;
  const match =
    (isLineStart ? matchAt(silentAtLineStart, text, offset) : undefined) ??
    matchAt(emoticon, text, offset) ??
    matchAt(silentAnywhere, text, offset);
  if (match === undefined || match[0] === '') return markupEnd(text, offset);
  return offset + match[0].length;
}

function readMark(mark: string, tokens: TokenList): void {
  const opening = openingMarks[mark];
  if (opening !== undefined) tokens.open(opening);
  const closing = closingMarks[mark];
  if (closing !== undefined) tokens.close(closing);
}

/** A straight quote opens after white space or an opening mark; an apostrophe after a word is no quote. */
function readQuote(text: string, offset: number, tokens: TokenList): void {
  const mark = text.charAt(offset);
  const isOpen = offset === 0 || opensAfter.test(text.charAt(offset - 1));
  const isSingle = mark !== '"' && mark !== '＂';
  if (isOpen && mark !== '’' && matchAt(nonSpaceAhead, text, offset) !== undefined)
    tokens.open('“', isSingle);
  else if (!isSingle || tokens.isSingleQuoteOpen) tokens.close('”', isSingle);
}
