/** A stretch of a node's text. */
export interface AlignedPiece {
  readonly text: string;
  /** In the source. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** Whether the source has these characters; otherwise it writes them in another way, as `&amp;`. */
  readonly isCopy: boolean;
  /** A backslash protects it, so that no tag begins or ends here. */
  readonly isEscaped: boolean;
}

/**
 * Where the characters of a node's value stand in the source: escapes, character references and the marks at the
 * beginning of continued lines make them differ. What cannot be found is one piece for all that is left.
 *
 * @param value  of the node
 * @param range  of the node, in the source
 */
export function alignMarkdown(
  value: string,
  source: string,
  range: { readonly startOffset: number; readonly endOffset: number },
): AlignedPiece[] {
  const written = source.slice(range.startOffset, range.endOffset);
  if (written === value) return [copy(value, range.startOffset)];
  const pieces: AlignedPiece[] = [];
  let valueAt = 0;
  let sourceAt = 0;
  let runStart = 0;
  const flush = (): void => {
    if (valueAt > runStart) {
      const length = valueAt - runStart;
      pieces.push(copy(value.slice(runStart, valueAt), range.startOffset + sourceAt - length));
    }
  };
  while (valueAt < value.length) {
    const step = stepAt(value, valueAt, { written, sourceAt });
    if (step === null) {
      flush();
      pieces.push({
        ...copy(value.slice(valueAt), range.startOffset + sourceAt),
        endOffset: range.endOffset,
        isCopy: false,
      });
      return pieces;
    }
    if (step.isPlain) {
      valueAt += 1;
      sourceAt += 1;
      continue;
    }
    flush();
    const { text, skipped, length, isEscaped } = step;
    const startOffset = range.startOffset + sourceAt + skipped;
    if (text !== '') {
      pieces.push({ text, startOffset, endOffset: startOffset + length, isCopy: isEscaped, isEscaped });
    }
    valueAt += text.length;
    sourceAt += skipped + length;
    runStart = valueAt;
  }
  flush();
  return pieces;
}

type Step =
  | { readonly isPlain: true }
  | {
      readonly isPlain: false;
      readonly text: string;
      /** What stands before it in the source and is none of the value. */
      readonly skipped: number;
      /** Of what stands for it in the source. */
      readonly length: number;
      readonly isEscaped: boolean;
    };

interface WrittenPlace {
  readonly written: string;
  readonly sourceAt: number;
}

const reference = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{0,40});/uy;
/** What begins a continued line: white space, marks of quotes. */
const linePrefix = /[ \t]*(?:\r\n?|\n)[ \t>]*/uy;

function stepAt(value: string, valueAt: number, { written, sourceAt }: WrittenPlace): Step | null {
  const character = value.charAt(valueAt);
  const there = written.charAt(sourceAt);
  if (there === '\\' && written.charAt(sourceAt + 1) === character && /[!-/:-@[-`{-~]/u.test(character)) {
    return { isPlain: false, text: character, skipped: 1, length: 1, isEscaped: true };
  }
  if (there === '&') {
    const entity = matchAt(reference, written, sourceAt);
    const text =
      entity === null ? null : decoded(value, valueAt, { written, sourceAt: sourceAt + entity.length });
    if (entity !== null && text !== null) {
      return { isPlain: false, text, skipped: 0, length: entity.length, isEscaped: false };
    }
  }
  if (character === '\n' || character === '\r') {
    const prefix = matchAt(linePrefix, written, sourceAt);
    if (prefix === null) return null;
    const text = value.startsWith('\r\n', valueAt) ? '\r\n' : character;
    return { isPlain: false, text, skipped: 0, length: prefix.length, isEscaped: false };
  }
  return there === character ? { isPlain: true } : null;
}

/** One or two characters of the value that a reference stands for: as many as make what follows agree. */
function decoded(value: string, valueAt: number, { written, sourceAt }: WrittenPlace): string | null {
  const next = written.charAt(sourceAt);
  for (const length of [1, 2]) {
    const text = value.slice(valueAt, valueAt + length);
    const after = value.charAt(valueAt + length);
    const isWhole = !/[\uD800-\uDBFF]$/u.test(text);
    if (text.length === length && isWhole && (after === next || /[&\\\r\n \t]/u.test(next) || next === '')) {
      return text;
    }
  }
  return null;
}

function matchAt(expression: RegExp, text: string, offset: number): string | null {
  expression.lastIndex = offset;
  return expression.exec(text)?.[0] ?? null;
}

function copy(text: string, startOffset: number): AlignedPiece {
  return { text, startOffset, endOffset: startOffset + text.length, isCopy: true, isEscaped: false };
}
