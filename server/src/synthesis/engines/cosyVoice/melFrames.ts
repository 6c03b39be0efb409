import { bandCount } from './graph/conditionGraph.ts';

/** The frames of a spectrogram as they come, of which old ones may be forgotten; frames are counted from its start. */
export interface MelFrames {
  readonly count: number;
  /** @param mel  row-major [80, n] */
  append(mel: Float32Array): void;
  /** @returns row-major [80, end - start] */
  window(start: number, end: number): Float32Array;
  forgetBefore(start: number): void;
}

export function createMelFrames(): MelFrames {
  /** Row-major [frames, 80]. */
  let kept = new Float32Array(0);
  let firstIndex = 0;
  const count = (): number => firstIndex + kept.length / bandCount;
  return {
    get count() {
      return count();
    },
    append(mel) {
      const joined = new Float32Array(kept.length + mel.length);
      joined.set(kept);
      joined.set(transposeFrames(mel, mel.length / bandCount), kept.length);
      kept = joined;
    },
    window(start, end) {
      if (start < firstIndex || end > count())
        throw new RangeError(`Frames ${start} to ${end} are not among ${firstIndex} to ${count()}.`);
      return transposeFrames(
        kept.subarray((start - firstIndex) * bandCount, (end - firstIndex) * bandCount),
        bandCount,
      );
    },
    forgetBefore(start) {
      if (start <= firstIndex) return;
      kept = kept.slice((start - firstIndex) * bandCount);
      firstIndex = start;
    },
  };
}

/** [rows, columns] to [columns, rows]. */
export function transposeFrames(values: Float32Array, columnCount: number): Float32Array<ArrayBuffer> {
  const rowCount = values.length / columnCount;
  const transposed = new Float32Array(values.length);
  for (let row = 0; row < rowCount; row += 1)
    for (let column = 0; column < columnCount; column += 1)
      transposed[column * rowCount + row] = values[row * columnCount + column] ?? 0;
  return transposed;
}

/** A copy of some frames of [80, from]. */
export function pickFrames(
  values: Float32Array,
  from: number,
  { start, count }: { readonly start: number; readonly count: number },
): Float32Array {
  const picked = new Float32Array(bandCount * count);
  for (let band = 0; band < bandCount; band += 1) {
    picked.set(values.subarray(band * from + start, band * from + start + count), band * count);
  }
  return picked;
}

/** Row-major [80, m] and [80, n], one after the other. */
export function joinFrames(first: Float32Array, second: Float32Array): Float32Array {
  const firstCount = first.length / bandCount;
  const secondCount = second.length / bandCount;
  const joined = new Float32Array(first.length + second.length);
  for (let band = 0; band < bandCount; band += 1) {
    const at = band * (firstCount + secondCount);
    joined.set(first.subarray(band * firstCount, (band + 1) * firstCount), at);
    joined.set(second.subarray(band * secondCount, (band + 1) * secondCount), at + firstCount);
  }
  return joined;
}
