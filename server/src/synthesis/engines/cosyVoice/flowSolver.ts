import type { Session } from '../../../inference/session.ts';
import { float32Tensor, int64Tensor, outputOf } from '../../../inference/tensor.ts';
import type { FlowMemory } from './flowMemory.ts';
import { flowSteps, leadSound, stepCount, twice, withNothing } from './flowSteps.ts';
import { bandCount } from './graph/conditionGraph.ts';
import { frameRotary, timeWaves } from './graph/estimatorAngles.ts';
import { convolutionReach, estimatorNames } from './graph/estimatorNames.ts';
import { waveCount } from './graph/estimatorShape.ts';
import { joinFrames, pickFrames, transposeFrames } from './melFrames.ts';

export interface SolverInputs {
  readonly frameCount: number;
  /** Row-major [80, T], all three. */
  readonly noise: Float32Array;
  readonly condition: Float32Array;
  readonly prompt: Float32Array;
  /** [80]. */
  readonly speaker: Float32Array;
  readonly chunkFrames: number;
  readonly headWidth: number;
  readonly estimator: Session;
  /** For an estimator with a memory: what goes before the frames that are computed, and how many of them to keep. */
  readonly memory?: SolverMemory;
}

export interface SolverMemory {
  /** What is known before. */
  readonly kept: FlowMemory;
  readonly addedCount: number;
  /** Outputs of the estimator that are kept. */
  readonly addedNames: readonly string[];
}

/**
 * Ten steps, short ones first, each led away from where the sound would go if nothing were told: the second of the two
 * sounds in a batch is told nothing.
 *
 * @returns row-major [80, n]: the frames that were not in the memory
 */
export async function solveFlow(inputs: SolverInputs, signal: AbortSignal): Promise<Float32Array> {
  const { frameCount, estimator, memory, headWidth } = inputs;
  const kept = memory?.kept;
  const first = kept?.frameCount ?? 0;
  const contextCount = Math.min(first, convolutionReach);
  const count = frameCount - first;
  if (count === 0) return new Float32Array(0);
  const window = { start: first - contextCount, count: count + contextCount };
  const told = (values: Float32Array): Float32Array => withNothing(pickFrames(values, frameCount, window));
  const { cosines, sines } = frameRotary(frameCount, headWidth);
  const half = headWidth / 2;
  const dims = [2, bandCount, window.count];
  const fixed = {
    [estimatorNames.condition]: float32Tensor(told(inputs.condition), dims),
    [estimatorNames.prompt]: float32Tensor(told(inputs.prompt), dims),
    [estimatorNames.speaker]: float32Tensor(withNothing(inputs.speaker), [2, bandCount]),
    [estimatorNames.cosines]: float32Tensor(cosines.subarray(first * half), [count, half]),
    [estimatorNames.sines]: float32Tensor(sines.subarray(first * half), [count, half]),
    [estimatorNames.chunk]: int64Tensor([inputs.chunkFrames], []),
    ...(memory !== undefined && { [estimatorNames.context]: int64Tensor([contextCount], []) }),
  };
  const keeps = memory !== undefined && memory.addedCount > 0;
  const wanted = keeps ? [estimatorNames.velocity, ...memory.addedNames] : [estimatorNames.velocity];
  const sound = pickFrames(inputs.noise, frameCount, { start: first, count });
  for (const { index: step, time, duration } of flowSteps()) {
    signal.throwIfAborted();
    const before = kept?.sound(step, { start: window.start, end: first }) ?? nothing;
    const outputs = await estimator.run(
      {
        ...fixed,
        ...kept?.past(step),
        [estimatorNames.sound]: float32Tensor(
          twice(joinFrames(transposeFrames(before, bandCount), sound)),
          dims,
        ),
        [estimatorNames.time]: float32Tensor(timeWaves(time), [1, 2 * waveCount]),
      },
      wanted,
    );
    if (keeps)
      memory.kept.store(step, { count: memory.addedCount, sound: transposeFrames(sound, count), outputs });
    leadSound(sound, outputOf(outputs, estimatorNames.velocity, 'float32').data, duration);
  }
  if (keeps) memory.kept.store(stepCount, { count: memory.addedCount, sound: transposeFrames(sound, count) });
  return sound;
}

const nothing = new Float32Array(0);
