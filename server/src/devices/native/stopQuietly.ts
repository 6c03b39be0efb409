/** Stops a device that may have failed already: in a timer, or where an abort is told, nobody hears what it throws. */
export function stopQuietly(stop: () => void): void {
  try {
    stop();
  } catch {
    // It plays or records no more, which is what was wanted.
  }
}
