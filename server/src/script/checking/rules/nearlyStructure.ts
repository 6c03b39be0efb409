import type { Block, HeadingBlock } from '../../tree/tree.ts';
import type { ScriptDiagnostic } from '../diagnostic.ts';

/** Lines that mean a chapter or a scene break elsewhere, and are something else here: `***`, `* * *`, `#Chapter`, `#`. */
export function nearlyStructure(block: Block, text: string): ScriptDiagnostic[] {
  if (block.kind === 'heading') return block.content.length === 0 ? [emptyHeading(block, text)] : [];
  const isSpoken = block.kind === 'narration' || block.kind === 'dialogue';
  // In a comment of several lines a line is not what it looks like.
  if (!isSpoken || text.includes('<!--')) return [];
  return [
    ...[...text.matchAll(breaks)].map((found) =>
      meant(found, {
        message:
          'This is no scene break, and nothing is heard of it: three hyphens alone on their line are one.',
        replacement: '---',
      }),
    ),
    ...[...text.matchAll(headings)].map((found) => {
      const [, , signs = ''] = found;
      const what = signs.length === 1 ? 'chapter' : 'scene';
      return meant(found, {
        message: `This is read as text: a ${what} has a space behind "${signs}".`,
        replacement: `${signs} `,
      });
    }),
  ];
}

/** A sign alone on its line is a scene break in manuscripts. */
function emptyHeading({ level }: HeadingBlock, text: string): ScriptDiagnostic {
  const signs = text.trim();
  const startOffset = text.indexOf(signs);
  const range = { startOffset, endOffset: startOffset + signs.length };
  return {
    code: 'unknown-tag',
    severity: 'warning',
    message: `This begins a ${level === 1 ? 'chapter' : 'scene'} without a title. A scene break is three hyphens.`,
    ...range,
    fix: { kind: 'replace', range, texts: ['---'] },
  };
}

const breaks =
  /^([^\S\r\n]*)((?:\*[^\S\r\n]*){2,}\*|(?:_[^\S\r\n]*){2,}_|(?:-[^\S\r\n]+){2,}-|(?:~[^\S\r\n]*){1,9}~|(?:=[^\S\r\n]*){2,}=|(?:[•·◆❖✦✻♦◊※❦☙❧][^\S\r\n]*){3,9}|[⁂❦☙❧])(?=[^\S\r\n]*$)/gmu;
const headings = /^([^\S\r\n]*)(#{1,6})(?=[\p{L}\p{N}*"“'‘])/gmu;

function meant(
  { index, 1: indent = '', 2: written = '' }: RegExpExecArray,
  { message, replacement }: { readonly message: string; readonly replacement: string },
): ScriptDiagnostic {
  const startOffset = index + indent.length;
  const range = { startOffset, endOffset: startOffset + written.length };
  const fix = { kind: 'replace', range, texts: [replacement] } as const;
  return { code: 'unknown-tag', severity: 'warning', message, ...range, fix };
}
