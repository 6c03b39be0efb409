/**
 * One unit of the model's energy contour changes the level by 0.36 dB (measured over three voices, from -4 to +4
 * units: 0.27 to 0.43) and, more than that, the effort that is heard: brightness and breath.
 */
const levelDbPerUnit = 0.36;

/** Beyond this the model was hardly trained: its own contours span about -10 to 9. */
const maxShift = 3;

/** A raised voice of +6 dB is asked of the model as this many units; the rest of the level is plain gain. */
const unitsPerDb = 0.5;

export interface EnergyPlan {
  /** The contour for the model. */
  readonly energy: Float32Array;
  /** What remains to be done to the sound, in decibels per frame. */
  readonly gainDb: Float64Array;
}

/**
 * Divides a change of level between the model, which changes the effort of the voice, and gain.
 *
 * @param energy    the model's contour, unchanged
 * @param energyDb  asked per frame
 */
export function planEnergy(energy: Float32Array, energyDb: Float64Array): EnergyPlan {
  const shifts = energyDb.map((db) => Math.max(-maxShift, Math.min(maxShift, db * unitsPerDb)));
  return {
    energy: energy.map((value, frame) => value + (shifts[frame] ?? 0)),
    gainDb: energyDb.map((db, frame) => db - (shifts[frame] ?? 0) * levelDbPerUnit),
  };
}

/** Applies gains in place, each at the middle of its frame and straight lines in decibels between them. */
export function applyGain(samples: Float32Array, gainDb: Float64Array): void {
  if (gainDb.every((db) => db === 0)) return;
  const samplesPerFrame = samples.length / gainDb.length;
  for (let index = 0; index < samples.length; index += 1) {
    const position = (index + 0.5) / samplesPerFrame - 0.5;
    const frame = Math.max(0, Math.floor(position));
    const here = gainDb[frame] ?? 0;
    const next = gainDb[frame + 1] ?? here;
    const db = here + (next - here) * Math.max(0, position - frame);
    samples[index] = (samples[index] ?? 0) * 10 ** (db / 20);
  }
}
