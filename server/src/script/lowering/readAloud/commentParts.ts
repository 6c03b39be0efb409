import type { TextRange } from '../../../text/textRange.ts';
import type { CodeComment } from './readComments.ts';

/** Lines of comments that are said together. */
export interface CommentPart {
  readonly before: 'paragraph' | 'listItem';
  /** Without marks and white space around them. */
  readonly lines: readonly TextRange[];
}

/** Comments as paragraphs: one after the other on lines of their own they are one text; an empty line parts them. */
export function commentParts(source: string, comments: readonly CodeComment[]): CommentPart[] {
  const parts: CommentPart[] = [];
  let lines: TextRange[] = [];
  let before: CommentPart['before'] = 'paragraph';
  const finish = (next: CommentPart['before']): void => {
    if (lines.length > 0) parts.push({ before, lines });
    before = lines.length > 0 || next === 'paragraph' ? next : before;
    lines = [];
  };
  for (const [index, comment] of comments.entries()) {
    if (!isContinued(source, comments[index - 1], comment)) finish('paragraph');
    for (const line of linesOf(source, comment)) {
      const text = source.slice(line.startOffset, line.endOffset);
      if (!/[\p{L}\p{N}]/u.test(text)) finish('paragraph');
      else {
        if (partStart.test(text)) finish('listItem');
        lines.push(line);
      }
    }
  }
  finish('paragraph');
  return parts;
}

/** A list item, or a keyword of documentation. */
const partStart = /^(?:[-*+•]|\d{1,3}[.)])[ \t]|^[@\\]\p{L}|^:\p{L}+(?: [^:\n]+)?:/u;
/** What is left of marks such as `///`, `//!`, `-- |`, `;;;`, once the first is gone. */
const lineMark = /^(?:[/!#;%-]+|[ \t]?[|^](?=[ \t]))/u;
const blockMark = /^[*!#|]+/u;

function isContinued(source: string, previous: CodeComment | undefined, comment: CodeComment): boolean {
  if (previous?.kind !== 'line' || comment.kind !== 'line') return false;
  const isNextLine = /^[ \t]*\r?\n[ \t]*$/u.test(source.slice(previous.endOffset, comment.startOffset));
  return isNextLine && isAloneOnLine(source, previous);
}

function isAloneOnLine(source: string, { startOffset }: CodeComment): boolean {
  const before = source.slice(Math.max(0, startOffset - 200), startOffset);
  return /(?:^|\n)[ \t]*$/u.test(before);
}

/** The lines of a comment without its marks; an empty one where the comment has one. */
function linesOf(source: string, comment: CodeComment): TextRange[] {
  if (comment.startOffset === 0 && source.startsWith('#!')) return [];
  const lines: TextRange[] = [];
  let startOffset = comment.content.startOffset;
  const text = source.slice(startOffset, comment.content.endOffset);
  for (const line of text.split('\n')) {
    lines.push(withoutMarks(line, startOffset, comment.kind));
    startOffset += line.length + 1;
  }
  return lines;
}

function withoutMarks(line: string, startOffset: number, kind: CodeComment['kind']): TextRange {
  const indent = kind === 'line' ? 0 : line.length - line.trimStart().length;
  const mark =
    kind === 'docString' ? null : (kind === 'line' ? lineMark : blockMark).exec(line.slice(indent));
  const start = indent + (mark?.[0].length ?? 0);
  const trimmed = withoutTrailingRule(line.slice(start));
  const from = start + trimmed.length - trimmed.trimStart().length;
  return { startOffset: startOffset + from, endOffset: startOffset + from + trimmed.trim().length };
}

/** Without two or more characters that draw a line at its end. */
function withoutTrailingRule(line: string): string {
  const text = line.trimEnd();
  let end = text.length;
  while (end > 0 && '*#=~/-'.includes(text.charAt(end - 1))) end -= 1;
  return text.length - end < 2 ? text : text.slice(0, end);
}
