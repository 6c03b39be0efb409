/** Text as it is written in a script, so that it stays text: not a tag, an emphasis or an escape. */
export function escapeText(text: string): string {
  return text.replace(/[\\*]|[[<](?![\s\d])/g, '\\$&');
}

/**
 * A paragraph's first characters can make it something else: a heading, a scene break, a direction, a character's
 * line.
 *
 * @param line  a paragraph of the narrator, escaped otherwise
 * @param speakers  the names that open a line of dialogue
 */
export function escapeLineStart(line: string, speakers: ReadonlySet<string>): string {
  if (/^(?:\(|#{1,6}(?:\s|$)|-{3,}$)/.test(line)) return `\\${line}`;
  const name = /^([^:：\n]*)[:：]/.exec(line)?.[1];
  if (name === undefined || !(speakers.has(name.trim()) || isInCapitals(name))) return line;
  const rest = line.slice(name.length);
  // A backslash protects no wide colon.
  return rest.startsWith(':') ? `${name}\\${rest}` : `${name}<!-- -->${rest}`;
}

/** After `NAME:`, where a parenthesis would open a direction. */
export function escapeDirection(content: string): string {
  return content.startsWith('(') ? `\\${content}` : content;
}

/** What would be taken for a character that is missing in the cast. */
function isInCapitals(name: string): boolean {
  return /^\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/_-]*$/u.test(name.trim()) && /\p{Lu}.*\p{Lu}/u.test(name);
}
