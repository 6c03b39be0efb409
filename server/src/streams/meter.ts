/** A stream that passes on and what was seen of it so far. */
export interface MeteredAudio {
  readonly samples: AsyncIterable<Float32Array>;
  readonly heardMs: () => number;
}

/** Passes sound on and tells how much of it went by, in milliseconds. */
export function meterAudio(
  source: AsyncIterable<Float32Array>,
  sampleRateHz: number,
  onProgress: (heardMs: number) => void,
): MeteredAudio {
  let sampleCount = 0;
  const heardMs = (): number => (sampleCount / sampleRateHz) * 1000;
  return { samples: pass(), heardMs };

  async function* pass(): AsyncGenerator<Float32Array> {
    for await (const samples of source) {
      sampleCount += samples.length;
      yield samples;
      onProgress(heardMs());
    }
  }
}

/** How long a source itself took, the time its consumer spent with each item left out. */
export interface SourceTimes {
  readonly firstMs: number | null;
  readonly totalMs: number;
}

export interface TimedSource<Item> {
  readonly items: AsyncIterable<Item>;
  readonly times: () => SourceTimes;
}

/** Measures the time spent waiting for a source: to its first item, and in all. */
export function timeSource<Item>(source: AsyncIterable<Item>, now: () => number): TimedSource<Item> {
  let firstMs: number | null = null;
  let totalMs = 0;
  return { items: pass(), times: () => ({ firstMs, totalMs }) };

  async function* pass(): AsyncGenerator<Item> {
    let askedMs = now();
    for await (const item of source) {
      totalMs += now() - askedMs;
      firstMs ??= totalMs;
      yield item;
      askedMs = now();
    }
    totalMs += now() - askedMs;
  }
}
