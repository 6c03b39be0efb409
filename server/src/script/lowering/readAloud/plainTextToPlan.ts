import { parseInlines } from '../../parsing/parseInlines.ts';
import type { TextRange } from '../../../text/textRange.ts';
import { lowerInlines } from '../lowerInlines.ts';
import type { Plan } from '../plan.ts';
import { createPlanWriter, type DuePause } from '../planWriter.ts';
import { plainProsody, plainStyle } from '../utteranceVoices.ts';
import { readAloudPauses } from './readAloudPauses.ts';

export interface PlainTextPlanOptions {
  /** BCP-47; absent: the voice's own. */
  readonly language?: string;
  /** Only what is said in this part of the source. */
  readonly range?: TextRange;
}

/**
 * What is to be heard of plain text: paragraphs between empty lines, whose lines belong together where a line was
 * wrapped and stand alone where it was ended, as in lists and verse. The tags of scripts work inside of text.
 */
export function plainTextToPlan(source: string, options: PlainTextPlanOptions = {}): Plan {
  const { language = null, range } = options;
  const voice = { speaker: null, voice: null, language, style: plainStyle, prosody: plainProsody };
  const writer = createPlanWriter({ voice, ...(range === undefined ? {} : { range }) });
  const target = {
    writer,
    source,
    shift: 0,
    voice,
    defaultLanguage: language ?? 'en',
    hasSpokenUnknownTags: true,
  };
  for (const { before, ...part } of readParts(source)) {
    writer.end(before);
    lowerInlines(parseInlines(source, part), target);
  }
  return { title: null, author: null, language, ...writer.finish() };
}

interface TextPart extends TextRange {
  readonly before: DuePause;
}

/** A line at least this long was wrapped by its writer, not ended. */
const wrappedLineLength = 45;
const lineMark = /^[ \t]*(?:[-*+•‣–—]|\d{1,3}[.)])[ \t]/u;
const rule = /^[ \t]*([-=*_~#+])(?:[ \t]*\1){2,}[ \t]*$/u;

function* readParts(source: string): Generator<TextPart> {
  let open: TextPart | null = null;
  let before: DuePause = readAloudPauses.paragraph;
  let lastLine = '';
  for (const line of readLines(source)) {
    const text = source.slice(line.startOffset, line.endOffset);
    const isRule = rule.test(text);
    if (open !== null && (isRule || text.trim() === '' || isNewLine(lastLine, text))) {
      yield open;
      open = null;
      before = readAloudPauses.listItem;
    }
    if (isRule) before = readAloudPauses.scene;
    else if (text.trim() === '')
      before = before === readAloudPauses.scene ? before : readAloudPauses.paragraph;
    else {
      open = joined(open, line, before);
      before = readAloudPauses.paragraph;
    }
    lastLine = text;
  }
  if (open !== null) yield open;
}

function joined(part: TextPart | null, line: TextRange, before: DuePause): TextPart {
  const { endOffset } = line;
  return part === null ? { ...line, before } : { ...part, endOffset };
}

/** Whether a line begins something of its own, by how it and the one before look. */
function isNewLine(previous: string, line: string): boolean {
  if (lineMark.test(line)) return true;
  const isLong = previous.trim().length >= wrappedLineLength;
  return !isLong && !/[,;–—-]\s*$/u.test(previous) && !/^\s*\p{Ll}/u.test(line);
}

function* readLines(source: string): Generator<TextRange> {
  let startOffset = 0;
  for (const lineEnd of source.matchAll(/\r\n?|\n|\f|\u2029/gu)) {
    yield { startOffset, endOffset: lineEnd.index };
    startOffset = lineEnd.index + lineEnd[0].length;
  }
  yield { startOffset, endOffset: source.length };
}
