/** Deeper than any text that was written for a voice; a parser that calls itself has room for many times more. */
const maxDepth = 200;

export interface DepthFault {
  readonly offset: number;
  readonly reason: string;
}

/** Where elements nest too deep, found in one pass before anything is built; null where they do not. */
export function depthFault(xml: string): DepthFault | null {
  let depth = 0;
  let offset = xml.indexOf('<');
  while (offset !== -1) {
    const close = passiveParts.find(([open]) => xml.startsWith(open, offset))?.[1];
    if (close !== undefined) {
      const end = xml.indexOf(close, offset);
      // Unclosed: the parser says so.
      if (end === -1) return null;
      offset = xml.indexOf('<', end + close.length);
      continue;
    }
    const end = tagEnd(xml, offset);
    if (xml.startsWith('</', offset)) depth -= 1;
    else if (!xml.startsWith('/>', end - 2)) depth += 1;
    if (depth > maxDepth) return { offset, reason: `Elements nest more than ${maxDepth} deep.` };
    offset = xml.indexOf('<', end);
  }
  return null;
}

/** What begins with `<` and is no tag. */
const passiveParts: readonly (readonly [open: string, close: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '?>'],
];

/** Behind the `>` of the tag that begins at an offset; one inside of quotes does not count. */
export function tagEnd(xml: string, startOffset: number): number {
  let quote = '';
  for (let offset = startOffset + 1; offset < xml.length; offset += 1) {
    const character = xml.charAt(offset);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return offset + 1;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '<') return offset;
  }
  return xml.length;
}
