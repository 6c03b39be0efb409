/**
 * @param base  what a relative address counts from
 * @returns     null where the text is no address that is asked over HTTP or HTTPS
 */
export function parseWebAddress(text: string, base?: URL): URL | null {
  if (!URL.canParse(text, base?.href)) return null;
  const url = new URL(text, base);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}
