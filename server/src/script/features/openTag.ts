/** A tag that is being written: it opens before a position and does not close before it. */
export interface OpenTag {
  readonly form: 'point' | 'open' | 'close';
  /** Of its bracket. */
  readonly startOffset: number;
  readonly name: string;
  /** Attributes that are complete. */
  readonly attributes: ReadonlyMap<string, string>;
  /** How many values without a name are complete. */
  readonly argumentCount: number;
  /** What stands at the position. */
  readonly at:
    | { readonly part: 'tagName'; readonly startOffset: number }
    /** A name, or a value that has none. */
    | { readonly part: 'word'; readonly startOffset: number; readonly quote: Quote | null }
    | {
        readonly part: 'value';
        readonly attribute: string;
        readonly startOffset: number;
        readonly quote: Quote | null;
      };
}

export type Quote = '"' | "'";

/** @returns null where the position is in no tag; what is a tag is not judged here */
export function openTagAt(text: string, offset: number): OpenTag | null {
  const first = Math.max(0, offset - longestTag);
  let attempts = 0;
  for (let start = offset - 1; start >= first && attempts < mostAttempts; start--) {
    const bracket = text[start];
    if ((bracket !== '[' && bracket !== '<') || isEscaped(text, start)) continue;
    attempts++;
    const tag = readOpenTag(text.slice(start, offset), start);
    if (tag !== null) return tag;
  }
  return null;
}

/** In characters. What is further away is not looked at. */
const longestTag = 2000;
/** A value in quotes may hold brackets; more than a few are none. */
const mostAttempts = 4;

function isEscaped(text: string, position: number): boolean {
  let backslashes = 0;
  while (text[position - backslashes - 1] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** @param text  from the bracket to the position */
function readOpenTag(text: string, startOffset: number): OpenTag | null {
  const opening = /^(?:\[|<\/?)/.exec(text)?.[0] ?? '';
  const form = opening === '[' ? 'point' : opening === '<' ? 'open' : 'close';
  const name = /^[A-Za-z][\w-]*/.exec(text.slice(opening.length))?.[0] ?? '';
  const nameEnd = opening.length + name.length;
  const attributes = new Map<string, string>();
  const base = { form, startOffset, name, attributes } as const;
  if (nameEnd === text.length) {
    return { ...base, argumentCount: 0, at: { part: 'tagName', startOffset: startOffset + opening.length } };
  }
  if (name === '' || !/\s/.test(text[nameEnd] ?? '')) return null;
  let argumentCount = 0;
  let position = nameEnd;
  for (const part of completeParts(text, nameEnd)) {
    position = part.end;
    if (part.attribute === null) argumentCount++;
    else if (!attributes.has(part.attribute)) attributes.set(part.attribute, part.value);
  }
  const at = partAt(text, position, startOffset);
  return at === null ? null : { ...base, argumentCount, at };
}

interface CompletePart {
  readonly attribute: string | null;
  readonly value: string;
  readonly end: number;
}

function* completeParts(text: string, start: number): Generator<CompletePart> {
  const pattern =
    /\s+(?:([A-Za-z][\w-]*)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|((?:(?!\s*=)[^\s"'[\]<>=])+)(?=\s)(?!\s*=))/y;
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, attribute = null, double, single, word = ''] = match;
    yield { attribute, value: double ?? single ?? word, end: pattern.lastIndex };
  }
}

/** What the rest of the text, behind all that is complete, has begun; null where no tag goes on like this. */
function partAt(text: string, position: number, startOffset: number): OpenTag['at'] | null {
  const rest = text.slice(position);
  const value = /^\s+([A-Za-z][\w-]*)\s*=\s*(?:"([^"]*)|'([^']*)|([^\s"'[\]<>]*))$/.exec(rest);
  const end = startOffset + text.length;
  if (value !== null) {
    const [, attribute = '', double, single, word = ''] = value;
    const quote = double !== undefined ? '"' : single !== undefined ? "'" : null;
    const typed = double ?? single ?? word;
    return { part: 'value', attribute, startOffset: end - typed.length, quote };
  }
  const word = /^\s+(?:"([^"]*)|'([^']*)|([^\s"'[\]<>=]*))$/.exec(rest);
  if (word === null) return null;
  const [, double, single, bare = ''] = word;
  const quote = double !== undefined ? '"' : single !== undefined ? "'" : null;
  return { part: 'word', startOffset: end - (double ?? single ?? bare).length, quote };
}
