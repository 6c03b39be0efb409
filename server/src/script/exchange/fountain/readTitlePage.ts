import { withoutComments } from './hideComments.ts';

export interface TitlePage {
  readonly title: string | null;
  readonly author: string | null;
  /** What a script has no place for, such as `Draft date: ...`. */
  readonly others: readonly string[];
  /** Where the screenplay begins. */
  readonly endOffset: number;
}

/** Keys and values from the first line to the first empty one; none where the first line has no key that is known. */
export function readTitlePage(text: string): TitlePage {
  const start = /^\ufeff?\s*/.exec(text)?.[0].length ?? 0;
  const [, first] = /^([A-Za-z][A-Za-z ]*):/.exec(text.slice(start, start + 40)) ?? [];
  if (first === undefined || !knownKeys.has(first.toLowerCase())) return { ...noTitlePage, endOffset: 0 };
  const blank = /\n[^\S\n]*(?:\n|$)/.exec(text.slice(start));
  const endOffset = blank === null ? text.length : start + blank.index + blank[0].length;
  const values = new Map<string, string>();
  let key = '';
  for (const line of text.slice(start, endOffset).split('\n')) {
    const [, name, value] = /^([A-Za-z][A-Za-z ]*):(.*)$/.exec(line) ?? [];
    if (name !== undefined) key = name;
    const part = plain(value ?? line);
    if (part !== '')
      values.set(key, [values.get(key), part].filter((known) => known !== undefined).join(', '));
  }
  let title: string | null = null;
  let author: string | null = null;
  const others: string[] = [];
  for (const [name, value] of values) {
    if (name.toLowerCase() === 'title') title = value;
    else if (/^authors?$/i.test(name)) author = value;
    else others.push(`${name}: ${value}`);
  }
  return { title, author, others, endOffset };
}

const noTitlePage = { title: null, author: null, others: [] };

const knownKeys: ReadonlySet<string> = new Set([
  'title',
  'credit',
  'author',
  'authors',
  'source',
  'notes',
  'draft date',
  'date',
  'contact',
  'copyright',
  'revision',
  'format',
]);

/** Without emphasis and comments. */
function plain(value: string): string {
  return withoutComments(value).replace(/[*_]/g, '').trim();
}
