/** A step of the flow from noise to sound. */
export interface FlowStep {
  readonly index: number;
  /** Where it starts, from 0 to 1. */
  readonly time: number;
  readonly duration: number;
}

/**
 * Ten steps, short ones first.
 *
 * Source: CosyVoice, cosyvoice/flow/flow_matching.py (CausalConditionalCFM, `cosine`)
 */
export function* flowSteps(): Generator<FlowStep, void, undefined> {
  let time = 0;
  for (let index = 0; index < stepCount; index += 1) {
    const duration = Math.fround(timeOf(index + 1) - time);
    yield { index, time, duration };
    time = Math.fround(time + duration);
  }
}

/**
 * Moves the sound, in place, away from where it would go if nothing were told.
 *
 * @param velocity  where it moves to: told, and told nothing, one after the other
 */
export function leadSound(sound: Float32Array, velocity: Float32Array, duration: number): void {
  for (let index = 0; index < sound.length; index += 1) {
    const led = (1 + guidance) * (velocity[index] ?? 0) - guidance * (velocity[sound.length + index] ?? 0);
    sound[index] = (sound[index] ?? 0) + duration * led;
  }
}

/** The two sounds of a batch are the same. */
export function twice(values: Float32Array): Float32Array {
  const both = withNothing(values);
  both.set(values, values.length);
  return both;
}

/** The second sound of a batch is told nothing. */
export function withNothing(values: Float32Array): Float32Array {
  const both = new Float32Array(2 * values.length);
  both.set(values);
  return both;
}

export const stepCount = 10;
/** `inference_cfg_rate`. */
const guidance = 0.7;

function timeOf(step: number): number {
  return Math.fround(1 - Math.cos((step / stepCount) * 0.5 * Math.PI));
}
