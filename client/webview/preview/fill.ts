/** A text with its places filled in: `{0}` by the first value. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/gu, (whole, index: string) => String(values[Number(index)] ?? whole));
}
