import type { Conversion, Note } from '../conversion.ts';
import { createDraftBuilder, type DraftBuilder } from '../draft/draftBuilder.ts';
import { renderDraft } from '../draft/renderDraft.ts';
import { quoted } from '../draft/quoted.ts';
import { durationText } from '../draft/values.ts';
import { withLineFeeds } from '../lineEnds.ts';
import { breakDuration } from '../ssml/breakDuration.ts';
import type { TextRange } from '../../../text/textRange.ts';
import { readModifiers, type ReadModifiers } from './modifiers.ts';
import { matchParentheses } from './matchParentheses.ts';

/**
 * A script that says what a text in Speech Markdown says (https://www.speechmarkdown.org): breaks, marks, sounds,
 * `(text)[modifiers]`, their short forms, and `#[sections]`. Anything is Speech Markdown, so it never fails; what the
 * script has no word for is in the notes.
 */
export function speechMarkdownToScript(source: string): Conversion {
  const text = withLineFeeds(source);
  const notes: Note[] = [];
  const builder = createDraftBuilder();
  const reader = createReader(text, { builder, notes });
  const sections = [...text.matchAll(/(?<![\p{L}\p{N}])#\[([^\]\n]*)\]/gu)];
  reader.read({ startOffset: 0, endOffset: sections[0]?.index ?? text.length });
  for (const [index, section] of sections.entries()) {
    const startOffset = section.index + section[0].length;
    const range = { startOffset, endOffset: sections[index + 1]?.index ?? text.length };
    const tag = { startOffset: section.index, endOffset: startOffset };
    const modifiers = readModifiers(section[1] ?? '', '');
    for (const message of modifiers?.messages ?? []) notes.push({ ...tag, message });
    builder.endBlock();
    builder.span({ attributes: modifiers?.attributes ?? {} }, () => {
      reader.read(range);
    });
  }
  builder.endBlock();
  notes.sort((left, right) => left.startOffset - right.startOffset);
  const head = { title: null, author: null, language: null, cast: new Map(), defaults: {} };
  return { isConverted: true, script: renderDraft({ ...head, blocks: builder.blocks }), notes };
}

interface Target {
  readonly builder: DraftBuilder;
  readonly notes: Note[];
}

interface Reader {
  read(range: TextRange, depth?: number): void;
}

/** Modifiers inside of modifiers are read to this depth. */
const maxDepth = 20;

function createReader(text: string, { builder, notes }: Target): Reader {
  const closes = matchParentheses(text);

  const readModified = (start: number, end: number, depth: number): number | null => {
    const close = closes.get(start);
    if (close === undefined || close >= end || depth >= maxDepth) return null;
    const inner = { startOffset: start + 1, endOffset: close };
    const words = text.slice(inner.startOffset, inner.endOffset);
    const found = readTail(text, close + 1, words);
    if (found === null || found.endOffset > end) return null;
    for (const message of found.messages)
      notes.push({ startOffset: start, endOffset: found.endOffset, message });
    builder.span({ attributes: found.attributes }, () => {
      if (found.replacement === null) reader.read(inner, depth + 1);
      else builder.text(found.replacement);
    });
    return found.endOffset;
  };

  const reader: Reader = {
    read({ startOffset, endOffset }, depth = 0) {
      let textStart = startOffset;
      let position = startOffset;
      const flush = (): void => {
        builder.text(text.slice(textStart, position));
      };
      while (position < endOffset) {
        const next = nextMark(text, position, endOffset);
        position = next;
        if (position >= endOffset) break;
        const mark = text.charAt(position);
        const attempt = attempts[mark];
        flush();
        textStart = position;
        const end =
          mark === '('
            ? readModified(position, endOffset, depth)
            : (attempt?.(text, { position, endOffset, builder, notes, depth, reader }) ?? null);
        if (end !== null) textStart = end;
        position = end ?? position + 1;
      }
      position = endOffset;
      flush();
    },
  };
  return reader;
}

interface Place {
  readonly position: number;
  readonly endOffset: number;
  readonly builder: DraftBuilder;
  readonly notes: Note[];
  readonly depth: number;
  readonly reader: Reader;
}

/** By the character it begins with: writes what is there and returns where it ends; null: it is text. */
const attempts: Readonly<Record<string, (text: string, place: Place) => number | null>> = {
  '\n': (text, { position, builder }) => {
    const blank = matchAt(/\n(?:[ \t\r]*\n)+[ \t\r]*/y, text, position);
    if (blank === null) return null;
    builder.endBlock();
    return position + blank[0].length;
  },
  '[': (text, place) => readBracket(text, place),
  '!': (text, { position, builder }) => {
    const audio = matchAt(/!(?:\(([^()\n]*)\))?\[\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\]/y, text, position);
    if (audio === null) return null;
    const [whole, caption = '', doubleQuoted, singleQuoted = ''] = audio;
    builder.point(`[sound ${quoted(doubleQuoted ?? singleQuoted)}]`);
    builder.comment(caption);
    return position + whole.length;
  },
  '+': (text, place) => readEmphasis(text, place),
  '~': (text, place) => readEmphasis(text, place),
  '-': (text, place) => readEmphasis(text, place),
};

function nextMark(text: string, position: number, end: number): number {
  let next = position;
  while (next < end && !'(\n[!+~-'.includes(text.charAt(next))) next += 1;
  return next;
}

function readBracket(text: string, { position, builder, notes }: Place): number | null {
  const tag = matchAt(
    /\[\s*(?:(break|mark)\s*:\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|([\d.]+m?s))\s*\]/y,
    text,
    position,
  );
  if (tag === null) return null;
  const [whole, name, doubleQuoted, singleQuoted, time] = tag;
  const value = doubleQuoted ?? singleQuoted ?? time ?? '';
  const endOffset = position + whole.length;
  if (name === undefined && time === undefined) return null;
  if (name === 'mark') {
    builder.point(`[mark ${quoted(value)}]`);
    return endOffset;
  }
  const durationMs = breakDuration(value);
  if (durationMs === null)
    notes.push({
      startOffset: position,
      endOffset,
      message: `A script has no pause "${value}"; it was left out.`,
    });
  else builder.point(`[pause ${durationText(durationMs)}]`);
  return endOffset;
}

/** `++strong++`, `+moderate+`, `-reduced-`, `~none~`: a word apart from its neighbors, on one line. */
function readEmphasis(text: string, { position, builder, notes, depth, reader }: Place): number | null {
  if (/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, position - 2), position)) || depth >= maxDepth)
    return null;
  const found = matchAt(
    /(\+\+|[+~-])(?=[^\s+~-])([^+~\n]{0,200}?[^\s+~-])\1(?![\p{L}\p{N}+~-])/uy,
    text,
    position,
  );
  const level = shortLevels.get(found?.[1] ?? '');
  if (found === null || level === undefined) return null;
  const [whole, mark = '', words = ''] = found;
  const startOffset = position + mark.length;
  const endOffset = position + whole.length;
  if (level === 'none') {
    const message = 'A script cannot ask for no emphasis at all; only the words were kept.';
    notes.push({ startOffset: position, endOffset, message });
  }
  builder.span({ attributes: level === 'none' ? {} : { emphasis: level } }, () => {
    reader.read({ startOffset, endOffset: startOffset + words.length }, depth + 1);
  });
  return endOffset;
}

const shortLevels: ReadonlyMap<string, string> = new Map([
  ['++', 'strong'],
  ['+', 'moderate'],
  ['-', 'reduced'],
  ['~', 'none'],
]);

/** What follows `(words)`: `[modifiers]`, `/ipa/` or `{alias}`. */
function readTail(
  text: string,
  position: number,
  words: string,
): (ReadModifiers & { endOffset: number }) | null {
  const found = matchAt(/\[([^\]\n]*)\]|\/([^/\n]+)\/|\{([^{}\n]+)\}/y, text, position);
  if (found === null) return null;
  const [whole, modifiers, ipa, alias] = found;
  const endOffset = position + whole.length;
  const plain = { messages: [], replacement: null, endOffset };
  if (ipa !== undefined) return { ...plain, attributes: { ipa } };
  if (alias !== undefined) return { ...plain, attributes: { alias } };
  const read = readModifiers(modifiers ?? '', words);
  return read === null ? null : { ...read, endOffset };
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
