/** What stands between the texts of two utterances of one paragraph: a space, unless what follows is punctuation. */
export function separatorBetween(left: string, right: string): '' | ' ' {
  return /^[,.;:!?…)\]}”’»]/u.test(right) || /\s$/u.test(left) ? '' : ' ';
}
