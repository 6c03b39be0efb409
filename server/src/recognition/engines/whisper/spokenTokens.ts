/**
 * The words among tokens with timestamps, without the stretches that begin when the sound is over: what Whisper says of
 * the silence it was given is invented.
 *
 * @param durationMs  of the sound
 */
export function spokenTokens(
  tokens: readonly number[],
  durationMs: number,
  firstTimestamp: number,
): readonly number[] {
  const spoken: number[] = [];
  let isOver = false;
  for (const token of tokens) {
    if (token < firstTimestamp) {
      if (!isOver) spoken.push(token);
    } else {
      isOver = (token - firstTimestamp) * timestampMs >= durationMs;
    }
  }
  return spoken;
}

const timestampMs = 20;
