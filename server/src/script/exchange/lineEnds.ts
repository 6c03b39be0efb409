/** The same text with one kind of line end, of the same length: offsets stay. */
export function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n');
}
