/** What stands on either side of a gap: nothing, words as they were heard, or what is written in place of some. */
export type GapSide = null | 'heard' | { readonly written: string };

export interface Gap {
  readonly before: GapSide;
  readonly after: GapSide;
  /** What was heard between them that is no word: where words were left out of it, what is before and behind these. */
  readonly pieces: readonly [string] | readonly [string, string];
}

export interface MendedGap {
  readonly text: string;
  /** Words were left out here that began a sentence: the next word does. */
  readonly beginsSentence: boolean;
}

/** What stands between two words, with the marks and spaces that fit what was left out and what is written. */
export function mendGap({ before, after, pieces: [left, right] }: Gap): MendedGap {
  const closed =
    right === undefined ? { text: left, beginsSentence: false } : closeGap({ before, after }, left, right);
  return { ...closed, text: fitAfter(before, fitBefore(closed.text, after)) };
}

/** Commas and the like on both sides of what was left out were for it; what ends a sentence stays. */
function closeGap({ before, after }: Pick<Gap, 'before' | 'after'>, left: string, right: string): MendedGap {
  const rightEnd = closing.exec(right)?.index ?? right.length;
  const rightMarks = right.slice(0, rightEnd);
  const rest = right.slice(rightEnd);
  const isOpened = opening.test(left);
  if (before === null || isOpened) {
    return { text: (isOpened ? left : '') + (after === null ? rest.trimEnd() : rest), beginsSentence: true };
  }
  if (after === null) {
    const end = isStrong(left) ? left : isStrong(rightMarks) ? rightMarks : '';
    return { text: end.trim() + rest.trimEnd(), beginsSentence: false };
  }
  if (isStrong(left)) return { text: left + rest, beginsSentence: true };
  if (isStrong(rightMarks)) return { text: rightMarks.trimStart() + rest, beginsSentence: false };
  const hasLeft = left.trim() !== '';
  if (hasLeft && rightMarks.trim() === '') return { text: left + rest, beginsSentence: false };
  const space = /\s/u.test(left + rightMarks) ? ' ' : '';
  return { text: space + rest, beginsSentence: false };
}

/** A quotation or a bracket that opens right before. */
const opening = /(?:(?:^|\s)["'“‘«„([{¿¡]+|[「『（《“]+)$/u;
const closing = /["'“”‘’«»「」『』()（）[\]{}《》]/u;

/** What ends more than a clause; an ellipsis is hesitation. */
function isStrong(marks: string): boolean {
  return /[.!?。！？:;：；\n]/u.test(marks.replaceAll(/\.{2,}|…/gu, ''));
}

function fitBefore(gap: string, after: GapSide): string {
  if (after === null || after === 'heard') return gap;
  const { written } = after;
  if (isMark(written)) return gap.replace(/[,.;:!?…，。；：！？、\s]+$/u, '');
  return /^[\s)\]}]/u.test(written) ? gap.replace(/[ \t]+$/u, '') : gap;
}

function fitAfter(before: GapSide, gap: string): string {
  if (before === null || before === 'heard') return gap;
  const { written } = before;
  if (/\s$/u.test(written)) return gap.replace(/^[,.;:!?…，。；：！？、\s]+/u, '');
  if (isMark(written)) return gap.replace(/^[,.;:!?…，。；：！？、]+/u, '');
  if (/[([{]$/u.test(written)) return gap.replace(/^[ \t]+/u, '');
  return /[.!?…。！？]$/u.test(written) ? gap.replace(/^[.。](?![.。])/u, '') : gap;
}

/** The text is nothing but marks of a sentence. */
function isMark(written: string): boolean {
  return /^\s*[,.;:!?…，。；：！？、]+\s*$/u.test(written);
}
