import type { WhisperTokens } from '../../../../server/src/recognition/engines/whisper/whisperConfig.ts';

/** A vocabulary of 40: words 0 to 9, the end, marks, then timestamps from 20 on. */
export const toyTokens: WhisperTokens = {
  end: 10,
  start: 11,
  transcribe: 15,
  noSpeech: 18,
  noTimestamps: 19,
  firstTimestamp: 20,
  languages: new Map([
    ['en', 12],
    ['fr', 13],
    ['jw', 14],
  ]),
  suppressed: [7, 11],
  suppressedAtStart: [6, 10],
  maxInitialTimestamp: 2,
};

export const toyTokenCount = 40;

/** [40] logits: those given, 0 elsewhere. */
export function toyLogits(given: Readonly<Record<number, number>> = {}): Float32Array {
  const logits = new Float32Array(toyTokenCount);
  for (const [token, logit] of Object.entries(given)) logits[Number(token)] = logit;
  return logits;
}
