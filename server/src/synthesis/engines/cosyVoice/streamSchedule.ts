import { lookaheadTokens } from './graph/conditionGraph.ts';

/** Of a chunk of the flow. */
const chunkTokens = 25;
const leastFirstHop = 15;
const longestHop = 100;

/**
 * After how many speech tokens, counted from the first, each piece of a stream is made: soon at first, after 0.6 to 1.6 s
 * of speech, then twice as rarely up to every four seconds, since each piece costs something of what is before it. The
 * clip and the first piece are whole chunks of the flow together. Each utterance begins anew.
 *
 * Source: FunAudioLLM/CosyVoice cosyvoice/cli/model.py, CosyVoice2Model.tts, where the first piece is a second at least.
 */
export function* streamSchedule(clipTokenCount: number): Generator<StreamPiece, never, undefined> {
  const rest = chunkTokens - (clipTokenCount % chunkTokens);
  let hop = rest < leastFirstHop ? rest + chunkTokens : rest;
  let start = 0;
  let nextHop = 2 * chunkTokens;
  for (;;) {
    const end = start + hop;
    yield { end, neededCount: end + lookaheadTokens };
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
