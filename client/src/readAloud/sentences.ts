/** A stretch of a text, `[startOffset, endOffset)`, without the white space around it. */
export interface Sentence {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** The sentence at an offset, or the one that ends before it in the same paragraph; null where there is none. */
export function sentenceAt(text: string, offset: number): Sentence | null {
  const sentences = sentencesOf(text, paragraphAt(text, offset));
  return sentences.findLast(({ startOffset }) => startOffset <= offset) ?? sentences[0] ?? null;
}

/** The first sentence behind the one at an offset; null at the end. */
export function sentenceAfter(text: string, offset: number): Sentence | null {
  for (let paragraph = paragraphAt(text, offset); ; paragraph = paragraphAt(text, paragraph.endOffset)) {
    const next = sentencesOf(text, paragraph).find(({ startOffset }) => startOffset > offset);
    if (next !== undefined) return next;
    if (paragraph.endOffset >= text.length) return null;
  }
}

/** The last sentence before the one at an offset; null at the beginning. */
export function sentenceBefore(text: string, offset: number): Sentence | null {
  const current = sentenceAt(text, offset)?.startOffset ?? offset;
  for (
    let paragraph = paragraphAt(text, current);
    ;
    paragraph = paragraphAt(text, paragraph.startOffset - 1)
  ) {
    const previous = sentencesOf(text, paragraph).findLast(({ startOffset }) => startOffset < current);
    if (previous !== undefined) return previous;
    if (paragraph.startOffset === 0) return null;
  }
}

/** Up to the empty line behind it, that line included; longer ones are cut, as the segmenter is slow with them. */
function paragraphAt(text: string, offset: number): Sentence {
  const from = Math.max(0, offset - longestParagraph);
  const before = text.slice(from, offset);
  const breaks = [...before.matchAll(emptyLine)].at(-1);
  const startOffset = breaks === undefined ? from : from + breaks.index + breaks[0].length;
  emptyLine.lastIndex = 0;
  const after = emptyLine.exec(text.slice(offset, offset + longestParagraph));
  const endOffset =
    after === null
      ? Math.min(text.length, offset + longestParagraph)
      : offset + after.index + after[0].length;
  return { startOffset, endOffset };
}

/** Where a line that its writer wrapped goes on: no heading, row of a table or item of a list begins or ends there. */
const softWrap =
  /\r?\n(?<=^(?![ \t]*[#|])[^\n]{40,}\n)(?=[ \t]*["'“‘(*_`[]{0,3}[\p{L}\p{N}])(?![ \t]*\d+[.)][ \t])/gmu;
const emptyLine = /\r?\n[ \t]*(?:\r?\n[ \t]*)+/g;
const longestParagraph = 5000;

function sentencesOf(text: string, { startOffset: start, endOffset: end }: Sentence): Sentence[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });
  const lines = text.slice(start, end).replace(softWrap, (end) => ' '.repeat(end.length));
  return [...segmenter.segment(lines)]
    .map(({ segment, index }) => {
      const startOffset = start + index + segment.length - segment.trimStart().length;
      return { startOffset, endOffset: startOffset + segment.trim().length };
    })
    .filter(({ startOffset, endOffset }) => startOffset < endOffset);
}
