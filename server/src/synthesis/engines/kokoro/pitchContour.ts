/** Frames at or below it are unvoiced to the model's source. */
const voicedAboveHz = 10;

/** Frames outside an octave around the mean are the model's glides into and out of silence, not melody. */
const melodyOctaves = 1;

/** What is asked of every frame: the factor on the pitch in octaves, and the factor on its distance from the mean. */
export interface PitchChange {
  readonly octaves: Float64Array;
  readonly rangeFactors: Float64Array;
}

/**
 * Moves a pitch contour. Around the mean of the voiced frames (of their logarithms) the range widens or narrows;
 * the mean itself is moved by `octaves` alone. Unvoiced frames stay as they are.
 *
 * @param f0  fundamental frequency in Hz, unchanged
 * @returns   the same number of frames
 */
export function shapePitch(f0: Float32Array, { octaves, rangeFactors }: PitchChange): Float32Array {
  const mean = meanOctave(f0);
  return f0.map((frequency, frame) => {
    if (frequency <= voicedAboveHz) return frequency;
    const distance = Math.log2(frequency) - mean;
    const melody = Math.max(-melodyOctaves, Math.min(melodyOctaves, distance));
    const change = melody * ((rangeFactors[frame] ?? 1) - 1) + (octaves[frame] ?? 0);
    return Math.max(frequency * 2 ** change, voicedAboveHz + 1);
  });
}

/** Of frames that sing rather than glide: those within an octave of the voiced frames' median. */
function meanOctave(f0: Float32Array): number {
  const voiced = [...f0].filter((frequency) => frequency > voicedAboveHz).map(Math.log2);
  if (voiced.length === 0) return 0;
  const median = voiced.toSorted((a, b) => a - b)[voiced.length >> 1] ?? 0;
  const sung = voiced.filter((octave) => Math.abs(octave - median) <= melodyOctaves);
  return sung.reduce((sum, octave) => sum + octave, 0) / sung.length;
}
