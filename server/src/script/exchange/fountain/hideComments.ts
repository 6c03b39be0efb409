/** A screenplay whose notes and boneyards are out of the way. */
export interface HiddenComments {
  /** With the index of each comment between two {@link hiddenComment} in its place. */
  readonly text: string;
  /** What the comments say, in order. */
  readonly comments: readonly string[];
  /** From an offset in the text to one in the source. */
  readonly toSource: (offset: number) => number;
}

/** Stands beside the index of a comment; one in the source itself is shown as an unknown character. */
export const hiddenComment = '\ufffc';

/** Without the comments that are hidden in it. */
export function withoutComments(text: string): string {
  return text.replace(/\ufffc\d+\ufffc/g, '');
}

/** Boneyards, slash-star to star-slash, may span anything; notes, `[[...]]`, a paragraph. */
export function hideComments(source: string): HiddenComments {
  const plain = source.replaceAll(hiddenComment, '\ufffd');
  const comments: string[] = [];
  const shifts: { readonly textOffset: number; readonly shift: number }[] = [];
  let text = '';
  let position = 0;
  for (;;) {
    const found = nextComment(plain, position);
    if (found === null) break;
    text += `${plain.slice(position, found.startOffset)}${hiddenComment}${comments.length}${hiddenComment}`;
    comments.push(
      plain
        .slice(found.startOffset + 2, found.endOffset - 2)
        .replace(/\s+/g, ' ')
        .trim(),
    );
    position = found.endOffset;
    shifts.push({ textOffset: text.length, shift: position - text.length });
  }
  text += plain.slice(position);
  const toSource = (offset: number): number =>
    offset + (shifts.findLast(({ textOffset }) => textOffset <= offset)?.shift ?? 0);
  return { text, comments, toSource };
}

function nextComment(text: string, from: number): { startOffset: number; endOffset: number } | null {
  const opening = /\/\*|\[\[/g;
  opening.lastIndex = from;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const isBoneyard = match[0] === '/*';
    const close = text.indexOf(isBoneyard ? '*/' : ']]', match.index + 2);
    // Without a close, no later opening of its kind has one either; the text keeps them.
    if (close === -1) continue;
    const isOverLines = /\n[^\S\n]?\n/.test(text.slice(match.index, close));
    if (isBoneyard || !isOverLines) return { startOffset: match.index, endOffset: close + 2 };
  }
  return null;
}
