import type { FrontMatterBlock } from '../tree/tree.ts';

/** Where in a front matter something is written; half a line of YAML is enough. */
export interface FrontMatterPlace {
  /** The keys around it: `['cast', 'MARA']`. */
  readonly path: readonly string[];
  readonly at: 'key' | 'value';
  /** Whose value it is; null for a key. */
  readonly key: string | null;
  /** Into the block: of the word that is written. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Whether a colon follows already. */
  readonly hasColon: boolean;
  /** Keys that are beside it. */
  readonly usedKeys: ReadonlySet<string>;
}

/** @returns null on a fence, in a comment or behind all of the YAML */
export function frontMatterPlaceAt(
  { yaml, isClosed }: FrontMatterBlock,
  text: string,
  offset: number,
): FrontMatterPlace | null {
  if (offset < yaml.startOffset || offset > yaml.endOffset || (isClosed && offset === yaml.endOffset))
    return null;
  const lines = linesOf(text.slice(yaml.startOffset, yaml.endOffset), yaml.startOffset);
  const index = lines.findLastIndex(({ startOffset }) => startOffset <= offset);
  const line = lines[index];
  if (line === undefined) return null;
  const typed = line.text.slice(0, offset - line.startOffset);
  if (/(?:^|\s)#/.test(typed)) return null;
  const around = { lines, index, path: pathOf(lines, index, typed) };
  const end =
    offset +
    (/^[^\s,:{}[\]"']*/.exec(text.slice(offset, line.startOffset + line.text.length))?.[0] ?? '').length;
  const base = {
    endOffset: end,
    hasColon: /^\s*:/.test(text.slice(end, line.startOffset + line.text.length)),
  };
  const flow = /^(.*?[^\s{]\s*:)?\s*(?:-\s+)?\{([^}]*)$/.exec(typed);
  if (flow !== null) return inFlow(flow[1] ?? '', flow[2] ?? '', { ...base, offset, around, line });
  const [, key, value = ''] =
    /^\s*(?:-\s+)?([^\s#:'"[{][^:]*?|"[^"]*"|'[^']*')\s*:\s+(?:["']?)([^"'\]}]*)$/.exec(typed) ?? [];
  if (key !== undefined) {
    const startOffset = offset - value.length;
    return { ...base, path: around.path, at: 'value', key: unquoted(key), startOffset, usedKeys: new Set() };
  }
  const item = /^\s*-\s+(.*)$/.exec(typed);
  if (item !== null) {
    const startOffset = offset - (item[1] ?? '').length;
    return {
      ...base,
      path: around.path.slice(0, -1),
      at: 'value',
      key: around.path.at(-1) ?? null,
      startOffset,
      usedKeys: new Set(),
    };
  }
  const word = typed.trimStart();
  if (word.includes(':')) return null;
  const usedKeys = siblingKeys(lines, index, typed.length - word.length);
  return { ...base, path: around.path, at: 'key', key: null, startOffset: offset - word.length, usedKeys };
}

interface Line {
  readonly text: string;
  readonly startOffset: number;
}

interface Around {
  readonly lines: readonly Line[];
  readonly index: number;
  readonly path: readonly string[];
}

interface FlowPlace {
  readonly offset: number;
  readonly endOffset: number;
  readonly hasColon: boolean;
  readonly around: Around;
  readonly line: Line;
}

/** Inside of `NAME: { voice: ..., }`. */
function inFlow(before: string, inside: string, place: FlowPlace): FrontMatterPlace {
  const { offset, endOffset, hasColon, around, line } = place;
  const owner = before
    .replace(/:$/, '')
    .replace(/^\s*(?:-\s+)?/, '')
    .trim();
  const path = owner === '' ? around.path : [...around.path, unquoted(owner)];
  const parts = inside.split(',');
  const last = parts.pop() ?? '';
  const behind = /^[^}]*/.exec(line.text.slice(offset - line.startOffset))?.[0] ?? '';
  const others = [...parts, ...behind.split(',').slice(1)];
  const usedKeys = new Set(others.map((part) => unquoted(part.split(':')[0]?.trim() ?? '')));
  const base = { path, endOffset, hasColon, usedKeys };
  const [, key, value = ''] = /^\s*([^:]*?)\s*:\s*["']?([^"']*)$/.exec(last) ?? [];
  if (key !== undefined)
    return { ...base, at: 'value', key: unquoted(key), startOffset: offset - value.length };
  return { ...base, at: 'key', key: null, startOffset: offset - last.trimStart().length };
}

/** The keys of the lines above that are further left, and so around this one. */
function pathOf(lines: readonly Line[], index: number, typed: string): string[] {
  const path: string[] = [];
  let indent = /^\s*/.exec(typed)?.[0].length ?? 0;
  const isListItem = /^\s*-(?:\s|$)/.test(typed);
  for (let above = index - 1; above >= 0 && (indent > 0 || isListItem); above--) {
    const key = keyOf(lines[above]);
    if (key === null) continue;
    const isAround = key.indent < indent || (isListItem && path.length === 0 && key.indent <= indent);
    if (!isAround) continue;
    path.unshift(key.name);
    indent = key.indent;
    if (indent === 0) break;
  }
  return path;
}

function siblingKeys(lines: readonly Line[], index: number, indent: number): Set<string> {
  const used = new Set<string>();
  for (const step of [-1, 1]) {
    for (let other = index + step; other >= 0 && other < lines.length; other += step) {
      const line = lines[other];
      if (line === undefined || /^\s*(?:#.*)?$/.test(line.text)) continue;
      const lineIndent = /^\s*/.exec(line.text)?.[0].length ?? 0;
      if (lineIndent < indent) break;
      const key = keyOf(line);
      if (key?.indent === indent) used.add(key.name);
    }
  }
  return used;
}

function keyOf(line: Line | undefined): { readonly name: string; readonly indent: number } | null {
  const match = /^(\s*)([^\s#:'"[{-][^:]*?|"[^"]*"|'[^']*')\s*:(?:\s|$)/.exec(line?.text ?? '');
  return match === null ? null : { indent: match[1]?.length ?? 0, name: unquoted(match[2] ?? '') };
}

function linesOf(text: string, startOffset: number): Line[] {
  const lines: Line[] = [];
  let position = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) {
    lines.push({ text: text.slice(position, index), startOffset: startOffset + position });
    position = index + end.length;
  }
  lines.push({ text: text.slice(position), startOffset: startOffset + position });
  return lines;
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}
