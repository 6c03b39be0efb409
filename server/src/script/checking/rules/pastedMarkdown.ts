import type { TextRange } from '../../../text/textRange.ts';
import type { Block } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';
import { tableFindings } from './pastedTables.ts';

/**
 * Blocks of Markdown that are text in a script: tables, fences of code, notes at the foot, addresses of links, underlined
 * headings, quotes.
 */
export function pastedMarkdown(block: Block, text: string): ScriptDiagnostic[] {
  const isSpoken = block.kind === 'narration' || block.kind === 'dialogue';
  // In a comment of several lines a line is not what it looks like.
  if (!isSpoken || !marks.test(text) || text.includes('<!--')) return [];
  return [
    ...tableFindings(text),
    ...fences(text),
    ...matches(text, footnote, {
      message:
        'This footnote is read aloud where it stands. In a comment nothing is heard of it; what is to be heard ' +
        'belongs into the text.',
      fix: (found) => asComment(found),
    }),
    ...matches(text, linkAddress, {
      message: 'This address of a link is read aloud. In a comment nothing is heard of it.',
      fix: (found) => asComment(found),
    }),
    ...matches(text, underlined, {
      message: 'This is read as text: a chapter of a script begins with "# ", and is not underlined.',
      fix: (_found, title) => ({ texts: [`# ${title.trim()}`] }),
    }),
    ...matches(text, quote, {
      severity: 'information',
      message: 'A script has no block quotes: this is read as any other text, without the signs.',
      fix: (found) => ({ texts: [found.replace(/^[ \t]*>[ \t>]*/gmu, '')], title: 'Leave the signs out' }),
    }),
  ];
}

/** Without one of them there is nothing to be found. */
const marks = /[|`~=[>]/u;

const footnote = /^[ \t]*\[\^[^\]\s]{1,60}\]:[^\r\n]*(?:\r?\n(?![ \t]*\[\^)[^\r\n]*)*/gmu;
const linkAddress =
  /^[ \t]*\[(?!\^)[^\][\r\n]{1,200}\]:[ \t]*<?(?:[a-z][a-z\d+.-]{1,20}:|[./#])[^\s<>]{1,2000}>?(?:[ \t]+["'(][^\r\n]{0,200}["')])?[ \t]*$/gimu;
const underlined = /^(?<inner>[ \t]*[^\s=|>][^\r\n]{0,200})\r?\n[ \t]*={3,}[ \t]*$/gmu;
const quoteLine = String.raw`[ \t]*>[ \t>]*(?=[\p{L}"“'‘*_[])[^\r\n]*`;
const quote = new RegExp(String.raw`^${quoteLine}(?:\r?\n${quoteLine})*`, 'gmu');
/** An opening with the name of its language, or any of both. */
const fence = /^[ \t]*(?:`{3,}[^`\r\n]*|~{3,}[ \t]*[\w+#.-]+[ \t]*)$/gmu;

interface Told {
  readonly message: string;
  readonly severity?: 'warning' | 'information';
  readonly fix: (found: string, inner: string) => Replacement;
}

interface Replacement {
  readonly texts: readonly string[];
  readonly title?: string;
}

function matches(
  text: string,
  shape: RegExp,
  { message, severity = 'warning', fix }: Told,
): ScriptDiagnostic[] {
  return [...text.matchAll(shape)].map(({ 0: written, index, groups }) => {
    const startOffset = index + written.length - written.trimStart().length;
    const range = { startOffset, endOffset: index + written.trimEnd().length };
    const replacement = fix(text.slice(range.startOffset, range.endOffset), groups?.['inner'] ?? '');
    return told(range, { message, severity, replacement });
  });
}

/** Code with its fences where both stand in the block, else each fence. */
function fences(text: string): ScriptDiagnostic[] {
  const found = [...text.matchAll(fence)].map(({ 0: written, index }): TextRange => {
    const startOffset = index + written.length - written.trimStart().length;
    return { startOffset, endOffset: index + written.trimEnd().length };
  });
  const blocks: TextRange[] = [];
  const isPaired = found.length % 2 === 0;
  for (const [place, range] of found.entries()) {
    const opening = place % 2 === 1 ? found[place - 1] : undefined;
    if (!isPaired) blocks.push(range);
    else if (opening !== undefined) blocks.push({ ...range, startOffset: opening.startOffset });
  }
  return blocks.map((range) =>
    told(range, {
      message: isPaired
        ? 'This code is read aloud, word by word. In a comment nothing is heard of it.'
        : 'A script has no fences: the code that follows or goes before is read aloud, word by word. In a comment, ' +
          '<!-- … -->, nothing is heard of it.',
      severity: 'warning',
      replacement: isPaired ? asComment(text.slice(range.startOffset, range.endOffset)) : null,
    }),
  );
}

interface Finding {
  readonly message: string;
  readonly severity: 'warning' | 'information';
  readonly replacement: Replacement | null;
}

function told(range: TextRange, { message, severity, replacement }: Finding): ScriptDiagnostic {
  const found = { code: 'unknown-tag', severity, message, ...range } as const;
  return replacement === null ? found : { ...found, fix: { kind: 'replace', range, ...replacement } };
}

function asComment(written: string): Replacement {
  const texts = written.includes('-->') ? [] : [`<!-- ${written} -->`];
  return { texts, title: 'Make it a comment, of which nothing is heard' };
}
