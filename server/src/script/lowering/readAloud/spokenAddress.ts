/** A path longer than this is not worth hearing. */
const longestPath = 30;

/**
 * What is said for an address that stands in a text as such: the site, and the path where it is short and made of words.
 *
 * @returns null for what is no address
 */
export function spokenAddress(url: string): string | null {
  const mail = /^(?:mailto:)?([^\s/?#@:]+@[^\s/?#@]+)(?:\?.*)?$/iu.exec(url);
  if (mail !== null) return mail[1] ?? null;
  const address = /^(?:(?:https?|ftp):\/\/)?(?:www\.)?([^\s/?#]+)([^\s?#]*)/iu.exec(url);
  const [, host = '', path = ''] = address ?? [];
  const site = host.replace(/^[^@]*@/u, '').replace(/:\d+$/u, '');
  if (site === '' || !/[.]|^localhost$/u.test(site)) return null;
  const trimmed = path.replace(/(?:index\.\w+)?\/*$/u, '');
  const isWorthHearing =
    trimmed.length <= longestPath && /^[\p{L}\p{N}/._~-]*$/u.test(trimmed) && !isCode(trimmed);
  return isWorthHearing ? site + trimmed : site;
}

/** Numbers and hashes. */
function isCode(path: string): boolean {
  return /\d{5,}|[\da-f]{7,}/iu.test(path);
}
