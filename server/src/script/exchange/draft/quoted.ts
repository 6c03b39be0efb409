/**
 * A value in quotes. There is no escape in there: quotation marks that would end it become typographic ones.
 *
 * @param isSingleAllowed  not in a direction
 */
export function quoted(value: string, isSingleAllowed = true): string {
  const text = value.replace(/[\r\n]+/g, ' ').replaceAll('<!--', '<! --');
  if (isSingleAllowed && text.includes('"') && !text.includes("'")) return `'${text}'`;
  return `"${text.replaceAll('"', '”')}"`;
}
