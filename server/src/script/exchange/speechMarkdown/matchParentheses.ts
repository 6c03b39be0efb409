/** Where each `(` of a text is closed, on its own line, by the offsets of both. */
export function matchParentheses(text: string): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  let open: number[] = [];
  for (let offset = 0; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '(') open.push(offset);
    else if (character === '\n') open = [];
    else if (character === ')') {
      const start = open.pop();
      if (start !== undefined) closes.set(start, offset);
    }
  }
  return closes;
}
