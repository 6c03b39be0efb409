import type { TextRange } from '../../../text/textRange.ts';
import type { BlockComment, CommentSyntax, StringSyntax } from './commentSyntax.ts';

/** A comment of a program. */
export interface CodeComment extends TextRange {
  readonly kind: 'line' | 'block' | 'docString';
  /** What is between the marks. */
  readonly content: TextRange;
}

/**
 * The comments of a program, in order. What looks like one inside of a string is none. Programs that do not end what
 * they begin are read as if they did so at their end.
 */
export function readComments(source: string, syntax: CommentSyntax): CodeComment[] {
  const comments: CodeComment[] = [];
  const reading: Reading = { source, syntax, previous: '', bracketDepth: 0 };
  const starts = startsOf(syntax);
  let position = 0;
  while (position < source.length) {
    starts.lastIndex = position;
    const next = starts.exec(source);
    noteCode(reading, position, next?.index ?? source.length);
    if (next === null) break;
    const found =
      readBlock(reading, next.index) ?? readLine(reading, next.index) ?? readString(reading, next.index);
    if (found === null) {
      noteCode(reading, next.index, next.index + 1);
      position = next.index + 1;
      continue;
    }
    position = Math.max(found.endOffset, next.index + 1);
    if (found.kind === 'string') reading.previous = '"';
    else comments.push(found);
  }
  return comments;
}

interface Reading {
  readonly source: string;
  readonly syntax: CommentSyntax;
  /** The last character of code that is not white space; empty where there is none. */
  previous: string;
  bracketDepth: number;
}

type Found = CodeComment | (TextRange & { readonly kind: 'string' });

/** Any character with which something could begin. */
function startsOf({ line, blocks, strings, hasRegExps }: CommentSyntax): RegExp {
  const marks = [...line, ...blocks.map(({ open }) => open)].map(escaped);
  const patterns = [
    ...marks,
    ...strings.map(({ open }) => open.source),
    ...(hasRegExps === true ? ['/'] : []),
  ];
  return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'), 'gmu');
}

function escaped(mark: string): string {
  return mark.replace(/[$()*+./?[\\\]^{|}]/gu, '\\$&');
}

function noteCode(reading: Reading, from: number, to: number): void {
  const code = reading.source.slice(from, to);
  const last = code.trimEnd().at(-1);
  if (last !== undefined) reading.previous = last;
  if (reading.syntax.hasDocStrings !== true) return;
  for (const [bracket] of code.matchAll(/[([{)\]}]/gu)) {
    reading.bracketDepth = Math.max(0, reading.bracketDepth + (/[([{]/u.test(bracket) ? 1 : -1));
  }
}

function readBlock({ source, syntax }: Reading, startOffset: number): CodeComment | null {
  for (const block of syntax.blocks) {
    if (!source.startsWith(block.open, startOffset)) continue;
    if (block.isAtLineStart === true && !isLineStart(source, startOffset)) continue;
    const contentEnd = blockEnd(source, startOffset, block);
    return {
      kind: 'block',
      startOffset,
      endOffset: Math.min(source.length, contentEnd + block.close.length),
      content: { startOffset: startOffset + block.open.length, endOffset: contentEnd },
    };
  }
  return null;
}

function blockEnd(source: string, startOffset: number, block: BlockComment): number {
  const { open, close, isNested = false, isAtLineStart = false } = block;
  const marks = new RegExp(isNested ? `${escaped(open)}|${escaped(close)}` : escaped(close), 'gu');
  marks.lastIndex = startOffset + open.length;
  let depth = 1;
  for (let mark = marks.exec(source); mark !== null; mark = marks.exec(source)) {
    if (isAtLineStart && !isLineStart(source, mark.index)) continue;
    depth += mark[0] === close ? -1 : 1;
    if (depth === 0) return mark.index;
  }
  return source.length;
}

function readLine({ source, syntax }: Reading, startOffset: number): CodeComment | null {
  const mark = syntax.line.find((each) => source.startsWith(each, startOffset));
  if (mark === undefined) return null;
  if (
    syntax.isLineAtWord === true &&
    !/^$|[\s;&|(]/u.test(source.slice(Math.max(0, startOffset - 1), startOffset))
  ) {
    return null;
  }
  const endOffset = lineEnd(source, startOffset);
  return {
    kind: 'line',
    startOffset,
    endOffset,
    content: { startOffset: startOffset + mark.length, endOffset },
  };
}

function readString(reading: Reading, startOffset: number): Found | null {
  const { source, syntax, previous, bracketDepth } = reading;
  if (syntax.hasRegExps === true && source.charAt(startOffset) === '/')
    return readRegExp(reading, startOffset);
  for (const string of syntax.strings) {
    string.open.lastIndex = startOffset;
    const open = string.open.exec(source)?.[0];
    if (open === undefined) continue;
    const content = { startOffset: startOffset + open.length, endOffset: 0 };
    const close = string.close(open);
    content.endOffset =
      string.isTemplate === true
        ? templateEnd(source, content.startOffset)
        : stringEnd(source, content.startOffset, { string, close });
    const isClosed = source.startsWith(close, content.endOffset);
    const endOffset = content.endOffset + (isClosed ? close.length : 0);
    const isDoc = syntax.hasDocStrings === true && bracketDepth === 0 && /^:?$/u.test(previous);
    if (isDoc && isStatement(source, startOffset, endOffset))
      return { kind: 'docString', startOffset, endOffset, content };
    return { kind: 'string', startOffset, endOffset };
  }
  return null;
}

function stringEnd(
  source: string,
  startOffset: number,
  { string, close }: { readonly string: StringSyntax; readonly close: string },
): number {
  let position = startOffset;
  while (position < source.length) {
    const character = source.charAt(position);
    if (string.isOneLine === true && character === '\n') return position;
    if (character === string.escape) {
      position += 2;
      continue;
    }
    if (source.startsWith(close, position)) {
      if (string.escape !== 'doubled' || !source.startsWith(close, position + close.length)) return position;
      position += close.length;
    }
    position += 1;
  }
  return source.length;
}

/** Templates hold code, which holds strings and templates. */
function templateEnd(source: string, startOffset: number): number {
  const marks = { template: /\\[^]|`|\$\{/gu, code: /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[`{}]/gu };
  const inside: ('template' | 'code')[] = ['template'];
  let position = startOffset;
  for (;;) {
    const place = inside.at(-1);
    if (place === undefined) return position - 1;
    marks[place].lastIndex = position;
    const mark = marks[place].exec(source);
    if (mark === null) return source.length;
    position = mark.index + mark[0].length;
    if (mark[0] === '`' && place === 'code') inside.push('template');
    else if (mark[0] === '`' || mark[0] === '}') inside.pop();
    else if (mark[0] === '${' || mark[0] === '{') inside.push('code');
  }
}

/** What is longer is nobody's writing. */
const longestRegExp = 2000;
const regExpLiteral = /^\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//u;

/** Where a value may stand: after an operator, an opening bracket or a word such as `return`. */
function readRegExp({ source, previous }: Reading, startOffset: number): Found | null {
  const isWordBefore = /\b(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await)\s*$/u.test(
    source.slice(Math.max(0, startOffset - 12), startOffset),
  );
  if (!isWordBefore && !/^[([{,;:=!&|?+\-*%<>~^]?$/u.test(previous)) return null;
  const match = regExpLiteral.exec(source.slice(startOffset, startOffset + longestRegExp));
  return match === null ? null : { kind: 'string', startOffset, endOffset: startOffset + match[0].length };
}

/** Whether a string has its lines for itself, the letters before it aside. */
function isStatement(source: string, startOffset: number, endOffset: number): boolean {
  const before = source.slice(source.lastIndexOf('\n', startOffset - 1) + 1, startOffset);
  return (
    /^\s*[rRuU]?$/u.test(before) && /^\s*(?:#.*)?$/u.test(source.slice(endOffset, lineEnd(source, endOffset)))
  );
}

function isLineStart(source: string, offset: number): boolean {
  return offset === 0 || source.charAt(offset - 1) === '\n';
}

function lineEnd(source: string, offset: number): number {
  const end = source.indexOf('\n', offset);
  const before = end === -1 ? source.length : end;
  return source.charAt(before - 1) === '\r' && before > offset ? before - 1 : before;
}
