/** Weights in 8 bits, with the scales that make them floats again. */
export interface QuantizedWeights<Levels> {
  readonly levels: Levels;
  readonly scales: Float32Array;
}

/**
 * Rounds weights to 8 bits in blocks, for the operator MatMulNBits: weight = (level - 128) * scale of its block.
 *
 * @param weights    row-major [to, from]; `from` must be a multiple of `blockSize`
 * @returns          levels [to, from / blockSize, blockSize], scales [to * from / blockSize]
 * Source: ONNX Runtime, docs/ContribOperators.md, com.microsoft.MatMulNBits
 */
export function quantizeBlocks(weights: Float32Array, blockSize: number): QuantizedWeights<Uint8Array> {
  const levels = new Uint8Array(weights.length);
  const scales = new Float32Array(weights.length / blockSize);
  for (let block = 0; block < scales.length; block += 1) {
    const start = block * blockSize;
    const scale = largest(weights, { start, end: start + blockSize }) / 127;
    const factor = scale === 0 ? 0 : 1 / scale;
    scales[block] = scale;
    for (let index = start; index < start + blockSize; index += 1) {
      levels[index] = 128 + Math.round((weights[index] ?? 0) * factor);
    }
  }
  return { levels, scales };
}

/**
 * Rounds weights to 8 bits, each output with a scale of its own, for the operator DynamicQuantizeMatMul: weight = level
 * * scale of its output.
 *
 * @param weights  row-major [to, from]
 * @returns        levels [from, to] of at most `largestLevel`, scales [to]
 * Source: ONNX Runtime, docs/ContribOperators.md, com.microsoft.DynamicQuantizeMatMul
 */
export function quantizeOutputs(
  weights: Float32Array,
  { to, largestLevel }: { readonly to: number; readonly largestLevel: number },
): QuantizedWeights<Int8Array> {
  const from = weights.length / to;
  const levels = new Int8Array(weights.length);
  const scales = new Float32Array(to);
  for (let row = 0; row < to; row += 1) {
    const scale = largest(weights, { start: row * from, end: (row + 1) * from }) / largestLevel;
    const factor = scale === 0 ? 0 : 1 / scale;
    scales[row] = scale;
    for (let column = 0; column < from; column += 1) {
      levels[column * to + row] = Math.round((weights[row * from + column] ?? 0) * factor);
    }
  }
  return { levels, scales };
}

/**
 * Rounds floats to 16 bits, to the nearest and of two to the even one; what is too large becomes infinite.
 *
 * @returns the bits
 * Source: IEEE 754-2019, binary16 and section 4.3.1
 */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < halves.length; index += 1) halves[index] = toHalf(bits[index] ?? 0);
  return halves;
}

function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fff_ffff;
  if (magnitude > 0x7f80_0000) return sign | 0x7e00;
  if (magnitude >= 0x4780_0000) return sign | 0x7c00;
  // Below 2^-14 a half has a fixed step of 2^-24.
  const shift = magnitude >= 0x3880_0000 ? 13 : 126 - (magnitude >>> 23);
  if (shift > 24) return sign;
  const isNormal = shift === 13;
  const fraction = isNormal ? magnitude - 0x3800_0000 : (magnitude & 0x7f_ffff) | 0x80_0000;
  const half = 2 ** (shift - 1);
  const isOdd = (fraction >>> shift) & 1;
  return sign | ((fraction + half - 1 + isOdd) >>> shift);
}

function largest(
  values: Float32Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let most = 0;
  for (let index = start; index < end; index += 1) most = Math.max(most, Math.abs(values[index] ?? 0));
  return most;
}
