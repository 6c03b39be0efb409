import type { Block } from '../tree/tree.ts';
import { code, skipSpace, trimmedEnd } from './characters.ts';
import { readDirection } from './direction.ts';
import { readFrontMatterBlock } from './frontMatterBlock.ts';
import type { BlockContext, ClassifiedLine } from './lineKinds.ts';
import type { Line } from './lines.ts';
import { parseInlines } from './parseInlines.ts';

/**
 * The block that begins at `start`, which is not the end of the source. It depends on nothing before it, and beyond its
 * own text only on what kind of line comes next: that is what makes updates local.
 */
export function readBlock(context: BlockContext, start: number): Block {
  if (start === 0) {
    const frontMatter = readFrontMatterBlock(context.source);
    if (frontMatter !== null) return frontMatter;
  }
  const first = context.lineAt(start);
  const { line } = first;
  switch (first.kind) {
    case 'blank':
      return { kind: 'blank', length: extend(context, line, isBlank) - start };
    case 'comment':
      return { kind: 'comment', length: line.endOffset - start, isClosed: !line.isUnclosed };
    case 'sceneBreak':
      return { kind: 'sceneBreak', length: line.endOffset - start };
    case 'heading':
      return readHeading(context, line);
    case 'cue': {
      const text = context.source.slice(start, line.endOffset);
      const range = { startOffset: line.textStart - start, endOffset: line.textEnd - start };
      return { kind: 'cue', length: text.length, content: parseInlines(text, range) };
    }
    case 'speaker':
      return readDialogue(context, first);
    case 'unknownSpeaker':
    case 'text':
      return readNarration(context, first);
  }
}

function readHeading({ source }: BlockContext, line: Line): Block {
  const text = source.slice(line.startOffset, line.endOffset);
  const startOffset = line.textStart - line.startOffset;
  let markerEnd = startOffset;
  while (text.charCodeAt(markerEnd) === code.number) markerEnd++;
  const level = markerEnd - startOffset === 1 ? 1 : 2;
  const contentEnd = line.textEnd - line.startOffset;
  const contentStart = skipSpace(text, markerEnd, contentEnd);
  return {
    kind: 'heading',
    length: text.length,
    level,
    marker: { startOffset, endOffset: contentStart },
    content: parseInlines(text, { startOffset: contentStart, endOffset: contentEnd }),
  };
}

function readNarration(context: BlockContext, { line, speaker }: ClassifiedLine): Block {
  const { text, startOffset, endOffset } = readParagraph(context, line);
  const base = { kind: 'narration', length: text.length } as const;
  if (speaker !== null) {
    const unknownSpeaker = { startOffset, endOffset: startOffset + speaker.length };
    return {
      ...base,
      unknownSpeaker,
      direction: null,
      content: parseInlines(text, { startOffset, endOffset }),
    };
  }
  const direction = readDirection(text, startOffset, endOffset)?.direction ?? null;
  const contentStart = direction === null ? startOffset : skipSpace(text, direction.endOffset, endOffset);
  const content = parseInlines(text, { startOffset: contentStart, endOffset });
  return { ...base, unknownSpeaker: null, direction, content };
}

function readDialogue(context: BlockContext, { line, speaker: name }: ClassifiedLine): Block {
  const { text, startOffset, endOffset } = readParagraph(context, line);
  const speaker = name ?? '';
  const speakerRange = { startOffset, endOffset: startOffset + speaker.length };
  const colonStart = skipSpace(text, speakerRange.endOffset, endOffset);
  const colon = {
    startOffset: speakerRange.endOffset,
    endOffset: skipSpace(text, colonStart + 1, endOffset),
  };
  const found = readDirection(text, colon.endOffset, endOffset);
  const direction = found?.direction ?? null;
  const contentStart = direction === null ? colon.endOffset : skipSpace(text, direction.endOffset, endOffset);
  return {
    kind: 'dialogue',
    length: text.length,
    speaker,
    speakerRange,
    colon,
    direction,
    rejectedDirection: found?.rejected ?? null,
    content: parseInlines(text, { startOffset: contentStart, endOffset }),
  };
}

/** The text of a paragraph from its first line on, and where its words begin and end in it. */
function readParagraph(
  context: BlockContext,
  line: Line,
): { text: string; startOffset: number; endOffset: number } {
  const end = extend(context, line, (next) => next.kind === 'text' || next.kind === 'comment');
  const text = context.source.slice(line.startOffset, end);
  const startOffset = line.textStart - line.startOffset;
  return { text, startOffset, endOffset: trimmedEnd(text, startOffset, text.length) };
}

/** Where the run of lines ends that goes on from a line as long as the predicate holds. */
function extend(context: BlockContext, line: Line, goesOn: (next: ClassifiedLine) => boolean): number {
  let end = line.endOffset;
  while (end < context.source.length) {
    const next = context.lineAt(end);
    if (!goesOn(next)) break;
    end = next.line.endOffset;
  }
  return end;
}

function isBlank(line: ClassifiedLine): boolean {
  return line.kind === 'blank';
}
