/**
 * How much of Markdown's structure a document may have before it is read as plain text. The parser takes a time that
 * grows with the square of the marks in one paragraph and of the depth of quotes and lists; nobody's writing comes near.
 */
export function isBeyondMarkdown(body: string): boolean {
  return deepMarks.test(body) || deepIndent.test(body) || paragraphs(body).some(hasTooManyMarks);
}

const mostMarks = 4000;
/** Quotes and lists in a row at the beginning of a line. */
const deepMarks = /^[ \t]*(?:>[ \t]*|(?:[-+*]|\d{1,9}[.)])[ \t]+){100}/mu;
/** An item of a list that is as deep by its indent. */
const deepIndent = /^[ \t]{200}[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]/mu;

/** Roughly: what could be one text with marks that belong together. */
function paragraphs(body: string): readonly string[] {
  return body.split(/\n(?=[ \t]*(?:\r?\n|[-+>|#]|\*[ \t]|\d{1,9}[.)]))/u);
}

function hasTooManyMarks(paragraph: string): boolean {
  if (paragraph.length < mostMarks) return false;
  let count = 0;
  for (const [marks] of paragraph.matchAll(/[*_~`[\]<!&\\]+/gu)) count += marks.length;
  return count > mostMarks;
}
