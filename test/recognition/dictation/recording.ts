export type Part = readonly ['silence' | 'speech', number];

/** Silence and sound, in seconds. */
export function recording(...parts: readonly Part[]): Float32Array {
  return Float32Array.from(
    parts.flatMap(([kind, seconds]) =>
      Array.from({ length: seconds * 16_000 }, () => (kind === 'speech' ? 0.1 : 0)),
    ),
  );
}
