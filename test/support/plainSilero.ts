/** By their names in the published graph, row-major. */
export type SileroWeights = Readonly<Record<string, Float32Array>>;

/** What the recurrent layer remembers, [128] each. */
export interface SileroMemory {
  readonly hidden: Float32Array;
  readonly cell: Float32Array;
}

/**
 * Silero VAD 5 at 16 kHz, one window at a time and as its layers are described: for comparison.
 *
 * Source: silero-vad v5, the layers of its TorchScript model.
 *
 * @param window  [576]
 */
export function hearWindow(
  window: Float32Array,
  memory: SileroMemory,
  weights: SileroWeights,
): { readonly probability: number; readonly memory: SileroMemory } {
  const of = (name: string): Float32Array => weights[name] ?? new Float32Array(0);
  let frames = spectra(window, of('stft.forward_basis_buffer'));
  [1, 2, 2, 1].forEach((stride, index) => {
    const layer = `encoder.${index}.reparam_conv`;
    frames = convolve(frames, of(`${layer}.weight`), of(`${layer}.bias`), stride);
  });
  const next = remember(frames[0] ?? [], memory, of);
  const score = next.hidden.reduce(
    (sum, value, index) => sum + Math.max(0, value) * (of('decoder.decoder.2.weight')[index] ?? 0),
    of('decoder.decoder.2.bias')[0] ?? 0,
  );
  return { probability: sigmoid(score), memory: next };
}

type Frames = readonly (readonly number[])[];

function spectra(window: Float32Array, basis: Float32Array): Frames {
  const mirrored = [...window, ...[...window.slice(-65, -1)].reverse()];
  return [0, 128, 256, 384].map((start) => {
    const project = (row: number): number =>
      mirrored
        .slice(start, start + 256)
        .reduce((sum, sample, at) => sum + sample * (basis[row * 256 + at] ?? 0), 0);
    return Array.from({ length: 129 }, (_, bin) => Math.hypot(project(bin), project(bin + 129)));
  });
}

function convolve(frames: Frames, weights: Float32Array, biases: Float32Array, stride: number): Frames {
  const inputCount = frames[0]?.length ?? 0;
  return Array.from({ length: Math.ceil(frames.length / stride) }, (_, step) =>
    Array.from(biases, (bias, output) => {
      let sum = bias;
      for (let tap = 0; tap < 3; tap += 1) {
        (frames[step * stride + tap - 1] ?? []).forEach((value, input) => {
          sum += value * (weights[(output * inputCount + input) * 3 + tap] ?? 0);
        });
      }
      return Math.max(0, sum);
    }),
  );
}

/** A cell of long short-term memory in PyTorch's order of gates: input, forget, cell, output. */
function remember(
  input: readonly number[],
  { hidden, cell }: SileroMemory,
  of: (name: string) => Float32Array,
): SileroMemory {
  const product = (matrix: Float32Array, vector: ArrayLike<number>, row: number): number =>
    Array.from(vector).reduce((sum, value, index) => sum + value * (matrix[row * 128 + index] ?? 0), 0);
  const gate = (row: number): number =>
    product(of('decoder.rnn.weight_ih'), input, row) +
    (of('decoder.rnn.bias_ih')[row] ?? 0) +
    product(of('decoder.rnn.weight_hh'), hidden, row) +
    (of('decoder.rnn.bias_hh')[row] ?? 0);
  const nextCell = cell.map(
    (value, index) =>
      sigmoid(gate(128 + index)) * value + sigmoid(gate(index)) * Math.tanh(gate(256 + index)),
  );
  return {
    cell: nextCell,
    hidden: nextCell.map((value, index) => sigmoid(gate(384 + index)) * Math.tanh(value)),
  };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
