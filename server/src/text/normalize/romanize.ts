import anyAscii from 'any-ascii';

/**
 * A word of another script in the letters that English has for it: `Привет` as "privet", `東京` as "dong jing", since
 * characters alone do not tell Japanese from Chinese. Scripts without vowels give words without vowels.
 *
 * @returns lower-case words of a to z; none where nothing is known of the characters
 */
export function romanize(written: string): string[] {
  const separated = written.replace(/\p{Script=Han}/gu, ' $& ');
  return (
    anyAscii(separated)
      .toLowerCase()
      .match(/[a-z]+/gu) ?? []
  );
}
