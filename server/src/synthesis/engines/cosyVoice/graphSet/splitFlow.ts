import { createTorchNoise } from '../../../../audio/torchNoise.ts';
import type { Session } from '../../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../../inference/tensor.ts';
import { noiseFrames, promptFrames, tooLong, type Flow } from '../flow.ts';
import { flowSteps, leadSound, twice, withNothing } from '../flowSteps.ts';
import { bandCount, framesPerToken, lookaheadTokens } from '../graph/conditionGraph.ts';
import { pickFrames, transposeFrames } from '../melFrames.ts';

export interface SplitFlowSessions {
  readonly tokenRows: Session;
  readonly lookahead: Session;
  readonly speaker: Session;
  readonly estimator: Session;
}

/**
 * A flow in four graphs. Its estimator was exported with every frame seeing all others, so that nothing can be streamed.
 * The sessions stay the caller's.
 */
export function createSplitFlow(sessions: SplitFlowSessions): Flow {
  let noise: Float32Array | undefined;
  return {
    isWhole: true,
    remembers: false,
    async run({ voice, tokens, isFinal }, signal) {
      signal.throwIfAborted();
      const allTokens = [...voice.tokens, ...tokens];
      const frameCount = framesPerToken * (allTokens.length - (isFinal ? 0 : lookaheadTokens));
      if (frameCount > noiseFrames) throw tooLong(frameCount);
      const condition = await tellTokens(sessions, allTokens);
      const speaker = await tellVoice(sessions, voice.embedding);
      const dims = [2, bandCount, frameCount];
      const window = { start: 0, count: frameCount };
      const told = pickFrames(condition, framesPerToken * allTokens.length, window);
      const fixed = {
        mask: float32Tensor(new Float32Array(2 * frameCount).fill(1), [2, 1, frameCount]),
        mu: float32Tensor(withNothing(told), dims),
        spks: float32Tensor(withNothing(speaker), [2, bandCount]),
        cond: float32Tensor(withNothing(promptFrames(voice.mel, frameCount)), dims),
      };
      noise ??= createTorchNoise(0, bandCount * noiseFrames);
      const sound = pickFrames(noise, noiseFrames, window);
      for (const { time, duration } of flowSteps()) {
        signal.throwIfAborted();
        const outputs = await sessions.estimator.run({
          ...fixed,
          x: float32Tensor(twice(sound), dims),
          t: float32Tensor(Float32Array.of(time, time), [2]),
        });
        leadSound(sound, outputOf(outputs, 'estimator_out', 'float32').data, duration);
      }
      const start = framesPerToken * voice.tokens.length;
      return pickFrames(sound, frameCount, { start, count: frameCount - start });
    },
  };
}

/** @returns row-major [80, 2 n] */
async function tellTokens(
  { tokenRows, lookahead }: SplitFlowSessions,
  tokens: readonly number[],
): Promise<Float32Array> {
  const rows = await tokenRows.run({ token: int64Tensor(tokens, [1, tokens.length]) });
  const { data } = outputOf(rows, 'embedded', 'float32');
  const seen = await lookahead.run({ token_embedded: float32Tensor(data, [1, tokens.length, bandCount]) });
  return transposeFrames(outputOf(seen, 'h', 'float32').data, bandCount);
}

/**
 * The graph asks for a vector of the length 1.
 *
 * Source: torch.nn.functional.normalize
 */
async function tellVoice({ speaker }: SplitFlowSessions, embedding: Float32Array): Promise<Float32Array> {
  const length = Math.sqrt(embedding.reduce((sum, value) => sum + value * value, 0));
  const direction = embedding.map((value) => value / Math.max(length, 1e-12));
  const outputs = await speaker.run({ embedding: float32Tensor(direction, [1, direction.length]) });
  return outputOf(outputs, 'projected', 'float32').data;
}
