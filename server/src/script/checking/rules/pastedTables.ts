import type { ScriptDiagnostic } from '../diagnostic.ts';

/** Tables of Markdown, which are read as text, their bars left out. */
export function tableFindings(text: string): ScriptDiagnostic[] {
  if (!text.includes('|')) return [];
  return [...text.matchAll(table)].flatMap(({ 0: written, index }): ScriptDiagnostic[] => {
    const lines = written.split(/\r?\n/u).map(cellsOf);
    const isTable = lines.some(isRule) || lines.every((cells) => cells.isBarred && cells.texts.length > 1);
    if (!isTable) return [];
    const startOffset = index + written.length - written.trimStart().length;
    const range = { startOffset, endOffset: index + written.trimEnd().length };
    return [
      {
        code: 'unknown-tag',
        severity: 'warning',
        message:
          'A script has no tables: this is read as text, one cell after the other. Write a sentence for each row.',
        ...range,
        fix: {
          kind: 'replace',
          range,
          texts: [sentences(lines).join('\n')],
          title: 'Write a sentence for each row',
        },
      },
    ];
  });
}

/** Lines with a bar in them. */
const table = /^[^\r\n|]*\|[^\r\n]*(?:\r?\n[^\r\n|]*\|[^\r\n]*)*/gmu;

interface Row {
  readonly texts: readonly string[];
  /** With a bar at its beginning and its end. */
  readonly isBarred: boolean;
}

function cellsOf(line: string): Row {
  const written = line.trim();
  const isBarred = written.length > 2 && written.startsWith('|') && written.endsWith('|');
  const inside = written.replace(/^\|/u, '').replace(/(?<!\\)\|$/u, '');
  return { isBarred, texts: inside.split(/(?<!\\)\|/u).map((cell) => cell.trim()) };
}

/** `| --- | :-: |`, below the names of the columns. */
function isRule({ texts }: Row): boolean {
  return texts.every((text) => /^:?-+:?$/u.test(text));
}

/** As Markdown is read aloud: each cell after the name of its column. */
function sentences(lines: readonly Row[]): string[] {
  const head = lines[1] !== undefined && isRule(lines[1]) ? lines[0] : undefined;
  const rows = lines.filter((row) => row !== head && !isRule(row));
  return (rows.length === 0 && head !== undefined ? [head] : rows).map((row) => {
    const cells = row.texts.flatMap((text, column) => {
      const name = row === head ? '' : (head?.texts[column] ?? '');
      return text === '' ? [] : [name === '' ? text : `${name}: ${text}`];
    });
    const sentence = cells.join(', ');
    return /[.!?…]$/u.test(sentence) ? sentence : `${sentence}.`;
  });
}
