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

function largest(
  values: Float32Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let most = 0;
  for (let index = start; index < end; index += 1) most = Math.max(most, Math.abs(values[index] ?? 0));
  return most;
}
