const mostLength = 160;
const softBreak = /(?<=[\s，,、])/u;

/**
 * Cuts a clause that is too long for the model: behind commas and white space where there are some, else between
 * characters, never within a tag.
 *
 * @param length  in characters or tokens
 */
export function cutLongPiece(piece: string, length: (text: string) => number): string[] {
  if (length(piece) <= mostLength) return [piece];
  const parts: string[] = [];
  let open = '';
  let openLength = 0;
  for (const atom of piece.split(softBreak).flatMap((run) => splitRun(run, length))) {
    const atomLength = length(atom);
    if (openLength + atomLength > mostLength / 2 && open !== '') {
      parts.push(open);
      open = '';
      openLength = 0;
    }
    open += atom;
    openLength += atomLength;
  }
  return [...parts, open];
}

function splitRun(run: string, length: (text: string) => number): string[] {
  if (length(run) <= mostLength / 2) return [run];
  const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });
  return run
    .split(/(\[[\w-]+\]|<\/?\w+>)/u)
    .flatMap((part, index) =>
      index % 2 === 1 ? [part] : [...clusters.segment(part)].map(({ segment }) => segment),
    );
}
