/** @returns the factor on amplitudes: 0 dB is 1, -6.02 dB is a half */
export function gainFromDb(gainDb: number): number {
  return 10 ** (gainDb / 20);
}
