/** Tokens that a phrase and its repeats must cover together before they are a loop and not emphasis. */
const minLoopTokens = 16;
const minRepeatCount = 4;
const maxPhraseTokens = 16;

/**
 * Noise and music can send a decoder into a loop: the same few tokens without end.
 *
 * @returns how many tokens to keep, the phrase once included, when the sequence ends in a loop; otherwise null
 */
export function findLoop(tokens: readonly number[]): number | null {
  for (let length = 1; length <= maxPhraseTokens; length += 1) {
    const repeatCount = Math.max(minRepeatCount, Math.ceil(minLoopTokens / length));
    if (endsWithRepeats(tokens, length, repeatCount)) {
      return tokens.length - length * (repeatCount - 1);
    }
  }
  return null;
}

function endsWithRepeats(tokens: readonly number[], length: number, repeatCount: number): boolean {
  const start = tokens.length - length * repeatCount;
  if (start < 0) {
    return false;
  }
  for (let index = start + length; index < tokens.length; index += 1) {
    if (tokens[index] !== tokens[index - length]) {
      return false;
    }
  }
  return true;
}
