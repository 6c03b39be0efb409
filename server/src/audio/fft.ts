/** Fourier transform of real signals of one length. Its work space is reused: one call at a time. */
export interface RealFft {
  /** Length of the signal. */
  readonly size: number;
  /** Frequencies from 0 to half the sample rate: `size / 2 + 1`. */
  readonly binCount: number;
  /**
   * |X|² of each frequency, not scaled.
   *
   * @param signal  [size], unchanged
   * @param power   [binCount] or shorter: only as many bins are written
   */
  power(signal: Float64Array, power: Float64Array): void;
}

/**
 * @param size  even; its half has no prime factor over 5
 * @throws RangeError for another size
 * Source: the autosorting transform of Stockham (Cochran et al., What is the fast Fourier transform?, 1967), on
 * pairs of samples as complex numbers.
 */
export function createRealFft(size: number): RealFft {
  const half = size / 2;
  if (!Number.isInteger(half) || half < 1)
    throw new RangeError(`A transform of ${size} samples has no half.`);
  const stages = planStages(half);
  const space = { re: new Float64Array(half), im: new Float64Array(half) };
  const other = { re: new Float64Array(half), im: new Float64Array(half) };
  const cosines = Float64Array.from({ length: half + 1 }, (_, k) => Math.cos((2 * Math.PI * k) / size));
  const sines = Float64Array.from({ length: half + 1 }, (_, k) => Math.sin((2 * Math.PI * k) / size));

  return {
    size,
    binCount: half + 1,
    power(signal, power) {
      if (signal.length !== size)
        throw new RangeError(`The signal has ${signal.length} samples, not ${size}.`);
      for (let index = 0; index < half; index++) {
        space.re[index] = signal[2 * index];
        space.im[index] = signal[2 * index + 1];
      }
      const { re, im } = runStages(stages, space, other);
      const count = Math.min(power.length, half + 1);
      if (count > 0) power[0] = square(re[0] + im[0]);
      if (count > half) power[half] = square(re[0] - im[0]);
      for (let k = 1; 2 * k <= half; k++) {
        const mirrored = half - k;
        // Twice the transforms of the even and the odd samples, from that of even + i odd.
        const evenRe = re[k] + re[mirrored];
        const evenIm = im[k] - im[mirrored];
        const oddRe = im[k] + im[mirrored];
        const oddIm = re[mirrored] - re[k];
        const turnedRe = oddRe * cosines[k] + oddIm * sines[k];
        const turnedIm = oddIm * cosines[k] - oddRe * sines[k];
        if (k < count) power[k] = (square(evenRe + turnedRe) + square(evenIm + turnedIm)) / 4;
        if (mirrored < count) power[mirrored] = (square(evenRe - turnedRe) + square(evenIm - turnedIm)) / 4;
      }
    },
  };
}

function square(value: number): number {
  return value * value;
}

interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** One round of butterflies. */
interface Stage {
  readonly radix: number;
  /** Butterflies of each of the `stride` interleaved transforms. */
  readonly count: number;
  readonly stride: number;
  /** exp(-2πi k r / (radix count)), at `k * radix + r`. */
  readonly twiddles: ComplexArray;
  /** exp(-2πi j r / radix), at `j * radix + r`. */
  readonly roots: ComplexArray;
}

function planStages(size: number): Stage[] {
  const stages: Stage[] = [];
  let rest = size;
  let stride = 1;
  while (rest > 1) {
    const radix = [4, 2, 3, 5].find((candidate) => rest % candidate === 0);
    if (radix === undefined)
      throw new RangeError(`A transform of ${2 * size} samples has a prime factor over 5.`);
    const count = rest / radix;
    stages.push({
      radix,
      count,
      stride,
      twiddles: unitRoots(count, radix, rest),
      roots: unitRoots(radix, radix, radix),
    });
    rest = count;
    stride *= radix;
  }
  return stages;
}

/** exp(-2πi row column / order) for all rows and columns. */
function unitRoots(rowCount: number, columnCount: number, order: number): ComplexArray {
  const angle = (index: number): number =>
    (-2 * Math.PI * Math.floor(index / columnCount) * (index % columnCount)) / order;
  const length = rowCount * columnCount;
  return {
    re: Float64Array.from({ length }, (_, index) => Math.cos(angle(index))),
    im: Float64Array.from({ length }, (_, index) => Math.sin(angle(index))),
  };
}

/** @returns which of the two arrays holds the result */
function runStages(stages: readonly Stage[], first: ComplexArray, second: ComplexArray): ComplexArray {
  let from = first;
  let to = second;
  for (const stage of stages) {
    if (stage.radix === 4) runRadix4(stage, from, to);
    else runRadix(stage, from, to);
    [from, to] = [to, from];
  }
  return from;
}

/** As `runRadix` for four, with the products by i and 1 left out; the arrays are read once, for it is the innermost loop. */
function runRadix4({ count, stride, twiddles }: Stage, from: ComplexArray, to: ComplexArray): void {
  const { re, im } = from;
  const { re: toRe, im: toIm } = to;
  const { re: cosines, im: sines } = twiddles;
  const quarter = count * stride;
  for (let k = 0; k < count; k++) {
    const w1r = cosines[4 * k + 1];
    const w1i = sines[4 * k + 1];
    const w2r = cosines[4 * k + 2];
    const w2i = sines[4 * k + 2];
    const w3r = cosines[4 * k + 3];
    const w3i = sines[4 * k + 3];
    const end = stride * (k + 1);
    let y = 4 * stride * k;
    for (let a = stride * k; a < end; a++, y++) {
      const b = a + quarter;
      const c = b + quarter;
      const d = c + quarter;
      const aRe = re[a];
      const aIm = im[a];
      const bRe = re[b];
      const bIm = im[b];
      const cRe = re[c];
      const cIm = im[c];
      const dRe = re[d];
      const dIm = im[d];
      const sumRe = aRe + cRe;
      const sumIm = aIm + cIm;
      const differenceRe = aRe - cRe;
      const differenceIm = aIm - cIm;
      const otherSumRe = bRe + dRe;
      const otherSumIm = bIm + dIm;
      const otherDifferenceRe = bRe - dRe;
      const otherDifferenceIm = bIm - dIm;
      toRe[y] = sumRe + otherSumRe;
      toIm[y] = sumIm + otherSumIm;
      const r1 = differenceRe + otherDifferenceIm;
      const i1 = differenceIm - otherDifferenceRe;
      toRe[y + stride] = r1 * w1r - i1 * w1i;
      toIm[y + stride] = r1 * w1i + i1 * w1r;
      const r2 = sumRe - otherSumRe;
      const i2 = sumIm - otherSumIm;
      toRe[y + 2 * stride] = r2 * w2r - i2 * w2i;
      toIm[y + 2 * stride] = r2 * w2i + i2 * w2r;
      const r3 = differenceRe - otherDifferenceIm;
      const i3 = differenceIm + otherDifferenceRe;
      toRe[y + 3 * stride] = r3 * w3r - i3 * w3i;
      toIm[y + 3 * stride] = r3 * w3i + i3 * w3r;
    }
  }
}

function runRadix(
  { radix, count, stride, twiddles, roots }: Stage,
  from: ComplexArray,
  to: ComplexArray,
): void {
  const step = count * stride;
  for (let k = 0; k < count; k++) {
    for (let q = 0; q < stride; q++) {
      for (let r = 0; r < radix; r++) {
        let sumRe = 0;
        let sumIm = 0;
        for (let j = 0; j < radix; j++) {
          const at = q + stride * k + step * j;
          const root = j * radix + r;
          sumRe += from.re[at] * roots.re[root] - from.im[at] * roots.im[root];
          sumIm += from.re[at] * roots.im[root] + from.im[at] * roots.re[root];
        }
        const y = q + stride * (radix * k + r);
        const twiddle = k * radix + r;
        to.re[y] = sumRe * twiddles.re[twiddle] - sumIm * twiddles.im[twiddle];
        to.im[y] = sumRe * twiddles.im[twiddle] + sumIm * twiddles.re[twiddle];
      }
    }
  }
}
