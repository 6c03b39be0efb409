import type { ScriptDiagnostic } from '../diagnostic.ts';

/** What is meant as front matter and is none, as it does not begin in the first line, or not with three hyphens. */
export function misplacedFrontMatter(source: string): ScriptDiagnostic[] {
  const found = beginning.exec(source);
  if (found === null) return [];
  const [, before = '', fence = ''] = found;
  if (before === '' && fence === '---') return [];
  const start = source.startsWith('\uFEFF') ? 1 : 0;
  const endOffset = start + before.length + fence.length;
  const fix = { kind: 'replace', range: { startOffset: start, endOffset }, texts: ['---'] } as const;
  return [
    {
      code: 'bad-front-matter',
      severity: 'error',
      message:
        'Front matter begins with three hyphens, which are the whole first line of the file; this is read aloud.',
      startOffset: start + before.length,
      endOffset,
      // Four would have to become three at its end as well.
      ...(fence === '---' && { fix }),
    },
  ];
}

/** Hyphens with a key of front matter below them. */
const beginning =
  /^\uFEFF?((?:[ \t]*(?:\r\n?|\n))*[ \t]*)(-{3,})[ \t]*(?:\r\n?|\n)[ \t]*(?:title|author|language|include|cast|lexicon|defaults)[ \t]*:/u;
