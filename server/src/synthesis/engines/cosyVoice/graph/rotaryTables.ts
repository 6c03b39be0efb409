/** Cosines and sines of the angles by which pairs of channels are turned, row-major [positions, half]. */
export interface RotaryTables {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/**
 * The angle of a pair i is the position times base^(-i / half), in single precision as models are trained with.
 *
 * Source: Su et al., "RoFormer", 2021
 */
export function rotaryTables(
  positionCount: number,
  { base, half }: { readonly base: number; readonly half: number },
): RotaryTables {
  const frequencies = Float32Array.from({ length: half }, (_, index) => base ** (-index / half));
  const cosines = new Float32Array(positionCount * half);
  const sines = new Float32Array(positionCount * half);
  for (let index = 0; index < cosines.length; index += 1) {
    const angle = Math.fround(Math.floor(index / half) * (frequencies[index % half] ?? 0));
    cosines[index] = Math.cos(angle);
    sines[index] = Math.sin(angle);
  }
  return { cosines, sines };
}
