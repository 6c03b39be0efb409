/** A stretch of a stream of samples, each known by its number in the whole stream. */
export interface SampleQueue {
  append(samples: Float32Array): void;
  /** Number of the sample after the last one. */
  endCount(): number;
  /** @returns a copy of at most `count` samples from number `start` on, which must still be there */
  read(start: number, count: number): Float32Array;
  /** Forgets the samples before a number. */
  dropBefore(start: number): void;
  /** Forgets the samples from a number on; the next one appended gets it. */
  cutAfter(end: number): void;
}

export function createSampleQueue(): SampleQueue {
  let parts: Float32Array[] = [];
  let firstCount = 0;
  let endCount = 0;
  return {
    append(samples) {
      if (samples.length === 0) return;
      parts.push(samples);
      endCount += samples.length;
    },
    endCount: () => endCount,
    read(start, count) {
      const end = Math.min(endCount, start + count);
      const result = new Float32Array(Math.max(0, end - start));
      let at = firstCount;
      for (const part of parts) {
        const from = Math.max(start, at);
        const to = Math.min(end, at + part.length);
        if (from < to) result.set(part.subarray(from - at, to - at), from - start);
        at += part.length;
      }
      return result;
    },
    dropBefore(start) {
      let dropCount = 0;
      for (const part of parts) {
        if (firstCount + part.length > start) break;
        firstCount += part.length;
        dropCount += 1;
      }
      parts.splice(0, dropCount);
    },
    cutAfter(end) {
      let at = firstCount;
      parts = parts.flatMap((part) => {
        const kept = part.subarray(0, Math.max(0, end - at));
        at += part.length;
        return kept.length > 0 ? [kept] : [];
      });
      endCount = Math.min(endCount, end);
      firstCount = Math.min(firstCount, endCount);
    },
  };
}
