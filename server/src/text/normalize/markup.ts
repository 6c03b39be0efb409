import { matchAt } from './rule.ts';

/**
 * Where the element that begins at an offset ends, which is silent: `<br>`, `</p>`, `<a href="x">`, `<x/>`, `<?xml ?>`.
 * Undefined for a word between such brackets, as in "Press <Enter>", which is read.
 */
export function markupEnd(text: string, offset: number): number | undefined {
  if (text.charAt(offset) !== '<') return undefined;
  const match = matchAt(markup, text, offset);
  return match === undefined ? undefined : offset + match[0].length;
}

/** Elements of HTML and SSML that stand in prose, without those that may as well be what a reader is to put there. */
const elements =
  'a|abbr|b|big|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|html|i|img|ins|kbd|li|ol|p|pre|q|s|' +
  'small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr|' +
  'speak|voice|prosody|emphasis|break|phoneme|lang|w|say-as';
const name = String.raw`[A-Za-z][\w-]{0,40}(?::[A-Za-z][\w-]{0,40})?`;
const rest = String.raw`[^<>\n]{0,200}`;
const markup = new RegExp(
  [
    String.raw`<\/${name}[ ]*>`,
    String.raw`<(?:${elements})[ ]*\/?>`,
    String.raw`<[A-Za-z][\w-]{0,40}(?::[A-Za-z][\w-]{0,40}[ ]*\/?>|[ ]*\/>)`,
    String.raw`<${name}[ ]+[\w:-]{1,40}[ ]*=[ ]*["']${rest}>`,
    String.raw`<\?${rest}>`,
  ].join('|'),
  'iuy',
);
