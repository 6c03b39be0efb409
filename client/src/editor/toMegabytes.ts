/** Whole ones, each a million bytes, as files are shown. */
export function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
