/** Tokens that the flow looks ahead. */
const lookahead = 3;
const firstHop = 25;
const longestHop = 100;

/**
 * After how many speech tokens, counted from the first, each piece of a stream is made: soon at first, then twice as
 * rarely up to every four seconds, since each piece costs the whole sound before it. The clip and the first piece are
 * whole chunks of the flow together. Each utterance begins anew.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/model.py, CosyVoice2Model.tts.
 */
export function* streamSchedule(clipTokenCount: number): Generator<StreamPiece, never, undefined> {
  let hop = firstHop + (Math.ceil(clipTokenCount / firstHop) * firstHop - clipTokenCount);
  let start = 0;
  let nextHop = 2 * firstHop;
  for (;;) {
    const end = start + hop;
    yield { end, neededCount: end + lookahead };
    start = end;
    hop = nextHop;
    nextHop = Math.min(longestHop, 2 * nextHop);
  }
}

export interface StreamPiece {
  /** Tokens whose sound is complete. */
  readonly end: number;
  /** Tokens that must be there. */
  readonly neededCount: number;
}
