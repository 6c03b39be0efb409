/** A text in UTF-8; half of a surrogate pair becomes U+FFFD. Written here because the pure projects have no `TextEncoder`. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of wellFormed(text)) bytes.push(...utf8Code(character.codePointAt(0) ?? 0));
  return Uint8Array.from(bytes);
}

/**
 * The code of UTF-8 as it was first defined, which FLAC numbers its frames with.
 *
 * @param value  up to 31 bits
 * @returns      1 to 6 bytes
 * Source: RFC 2279, section 2; RFC 9639, section 9.1.5.
 */
export function utf8Code(value: number): number[] {
  if (value < 0x80) return [value];
  const rest: number[] = [];
  let lead = value;
  for (let room = 0x3f; lead > room; room >>= 1) {
    rest.unshift(0x80 | (lead & 0x3f));
    lead >>>= 6;
  }
  return [((0xff00 >> (rest.length + 1)) & 0xff) | lead, ...rest];
}

/** With U+FFFD in place of each half of a surrogate pair. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
