import type { TextRange } from '../../../text/textRange.ts';
import { withoutComments } from './hideComments.ts';

export type FountainElement = SpeechElement | PlainElement;

export interface SpeechElement extends TextRange {
  readonly kind: 'speech';
  readonly character: string;
  /** `V.O.`, `O.S.`; null where there is none that is worth keeping. */
  readonly extension: string | null;
  /** At the same time as the speech before. */
  readonly isDual: boolean;
  readonly lines: readonly SpeechLine[];
}

export interface SpeechLine {
  readonly kind: 'dialogue' | 'parenthetical' | 'lyrics';
  readonly text: string;
}

export type PlainElement = TextRange & { readonly text: string } & (
    | { readonly kind: 'section'; readonly level: number }
    /** `unspoken`: transitions, synopses, page breaks. */
    | { readonly kind: 'scene' | 'action' | 'lyrics' | 'unspoken' }
  );

/** What a screenplay is made of, from an offset on. */
export function readElements(text: string, from: number): readonly FountainElement[] {
  const lines = splitLines(text, from);
  const elements: FountainElement[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    if (line === undefined || line.text.trim() === '') {
      index += 1;
      continue;
    }
    const isApart = (lines[index - 1]?.text.trim() ?? '') === '';
    const isAlone = (lines[index + 1]?.text.trim() ?? '') === '';
    const single = readSingle(line, isApart && isAlone);
    const speaker = single === null && isApart ? readCharacter(line.text, isAlone) : null;
    if (single !== null) {
      elements.push(single);
      index += 1;
    } else if (speaker !== null) {
      const end = speechEnd(lines, index + 1);
      const spoken = lines.slice(index + 1, end);
      const endOffset = spoken.at(-1)?.endOffset ?? line.endOffset;
      elements.push({
        ...speaker,
        startOffset: line.startOffset,
        endOffset,
        lines: spoken.map(readSpeechLine),
      });
      index = end;
    } else {
      const end = actionEnd(lines, index);
      const part = lines.slice(index, end);
      const words = part.map(({ text: words }) => words.trim().replace(/^!/, '')).join(' ');
      const endOffset = part.at(-1)?.endOffset ?? line.endOffset;
      elements.push({ kind: 'action', text: words, startOffset: line.startOffset, endOffset });
      index = end;
    }
  }
  return elements;
}

interface Line extends TextRange {
  readonly text: string;
}

function splitLines(text: string, from: number): readonly Line[] {
  const lines: Line[] = [];
  let startOffset = from;
  while (startOffset <= text.length) {
    const found = text.indexOf('\n', startOffset);
    const endOffset = found === -1 ? text.length : found;
    lines.push({ text: text.slice(startOffset, endOffset), startOffset, endOffset });
    startOffset = endOffset + 1;
  }
  return lines;
}

/** What is known by its line. @param isFree  between empty lines */
function readSingle({ text, startOffset, endOffset }: Line, isFree: boolean): PlainElement | null {
  const line = text.trim();
  const at = (rest: { kind: PlainElement['kind']; text: string; level?: number }): PlainElement =>
    rest.kind === 'section'
      ? { kind: 'section', level: rest.level ?? 1, text: rest.text, startOffset, endOffset }
      : { kind: rest.kind, text: rest.text, startOffset, endOffset };
  const section = /^(#{1,6})\s*(\S.*)$/.exec(line);
  if (section !== null)
    return at({ kind: 'section', level: section[1]?.length ?? 1, text: section[2] ?? '' });
  if (/^={3,}$/.test(line)) return at({ kind: 'unspoken', text: 'page break' });
  const synopsis = /^=\s*([^=\s].*)$/.exec(line)?.[1];
  if (synopsis !== undefined) return at({ kind: 'unspoken', text: synopsis });
  const lyric = /^~\s*(.*)$/.exec(line)?.[1];
  if (lyric !== undefined) return at({ kind: 'lyrics', text: lyric });
  const centered = /^>\s*(.*?)\s*<$/.exec(line)?.[1];
  if (centered !== undefined) return at({ kind: 'action', text: centered });
  const forcedTransition = /^>\s*(.+)$/.exec(line)?.[1];
  if (forcedTransition !== undefined) return at({ kind: 'unspoken', text: forcedTransition });
  const forcedScene = /^\.(?=[\p{L}\p{N}])(.*)$/u.exec(line)?.[1];
  if (forcedScene !== undefined) return at({ kind: 'scene', text: withoutSceneNumber(forcedScene) });
  if (!isFree) return null;
  if (/^(?:int|ext|est|int\.?\/ext|i\/e)[. ]/i.test(line)) {
    return at({ kind: 'scene', text: withoutSceneNumber(line) });
  }
  return /^[^\p{Ll}]*TO:$/u.test(line) ? at({ kind: 'unspoken', text: line }) : null;
}

function withoutSceneNumber(heading: string): string {
  return heading.replace(/\s*#[\p{L}\p{N}.)-]+#\s*$/u, '');
}

/** A name in capitals with a line below it, or after `@`. */
function readCharacter(
  text: string,
  isAlone: boolean,
): Omit<SpeechElement, keyof TextRange | 'lines'> | null {
  const line = withoutComments(text).trim();
  const isForced = line.startsWith('@');
  const isDual = line.endsWith('^');
  const body = line.replace(/^@/, '').replace(/\^$/, '').trim();
  const [, name = '', extensions = ''] = /^([^()]*)((?:\([^()]*\)\s*)*)$/.exec(body) ?? [];
  const character = toName(name);
  const isName = isForced || (/\p{Lu}/u.test(name) && !/\p{Ll}/u.test(name) && !line.startsWith('!'));
  if (!isName || character === '' || (isAlone && !isForced)) return null;
  const kept = extensions
    .replace(/\(\s*CONT[’'.]?D?\.?\s*\)/gi, '')
    .replace(/[()]/g, ' ')
    .trim();
  return { kind: 'speech', character, extension: kept === '' ? null : kept, isDual };
}

/** As a script can write it at the start of a line. */
function toName(name: string): string {
  return name
    .replace(/[:：[\]<>*\\_]/g, ' ')
    .replace(/^[\s#-]+/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100)
    .trim();
}

/** An empty line ends it; one with two spaces does not. */
function speechEnd(lines: readonly Line[], from: number): number {
  let end = from;
  while (end < lines.length && lines[end]?.text !== undefined) {
    const { text = '' } = lines[end] ?? {};
    if (text.trim() === '' && !/^ {2}/.test(text)) break;
    end += 1;
  }
  return end;
}

function readSpeechLine({ text }: Line): SpeechLine {
  const line = text.trim();
  const parenthetical = /^\((.*)\)$/.exec(line)?.[1];
  if (parenthetical !== undefined) return { kind: 'parenthetical', text: parenthetical.trim() };
  const lyric = /^~\s*(.*)$/.exec(line)?.[1];
  return lyric === undefined ? { kind: 'dialogue', text: line } : { kind: 'lyrics', text: lyric };
}

/** At an empty line, or one that is something else. */
function actionEnd(lines: readonly Line[], from: number): number {
  let end = from + 1;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (line === undefined || line.text.trim() === '' || readSingle(line, false) !== null) break;
  }
  return end;
}
