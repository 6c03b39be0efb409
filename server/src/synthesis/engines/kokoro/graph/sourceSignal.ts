import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import { OnnxFormatError } from '../../../../onnx/onnxFormatError.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Computes the phase increments of the sine source once for each contour value. The published graph repeats
 * each value 300 times, computes on the repetitions, and interpolates back at their middles: the same numbers.
 */
export function shortenSourcePhases(editor: GraphEditor): void {
  for (const resize of editor.nodesOfType('Resize')) {
    const scales = editor.initializer(resize.inputs[2] ?? '');
    if (scales === undefined || (tensorValues(scales, 'float32')[2] ?? 1) >= 1) continue;
    const multiply = walkBack(editor, resize.inputs[0] ?? '', ['Sub', 'Div', 'Mul']);
    const repeat = editor.producer(multiply.inputs[0] ?? '');
    const [contour] = repeat?.inputs ?? [];
    if (repeat?.opType !== 'Resize' || contour === undefined) throw unexpected('sine source');
    editor.setInput(multiply, 0, contour);
    editor.redirectConsumers(resize.outputs[0] ?? '', resize.inputs[0] ?? '');
  }
}

/**
 * Replaces the `STFT` of the source (frames of 20, hop 5) by a `Conv` with the windowed sines and cosines.
 *
 * Where the source is unvoiced it is constant, and every bin above the second is zero but for rounding; the
 * published graph takes the angle of that rounding, and of the sign of the rounding where a bin is negative
 * real. Here a bias far below any signal (2e-6, while voiced bins are 1e-3 to 1) stands in for it, with the
 * angles that ONNX Runtime's `STFT` has on constant frames, so that every provider takes the same.
 */
export function convolveSourceSpectrum(editor: GraphEditor): void {
  for (const node of editor.nodesOfType('STFT')) {
    const [signal = '', , windowName = ''] = node.inputs;
    const window = editor.initializer(windowName);
    const [transpose] = editor.consumers(node.outputs[0] ?? '');
    if (window === undefined || transpose === undefined) throw unexpected('spectrum of the source');
    const { apply, applyMany, int64s, floats } = createOperations(editor, node.outputs[0] ?? '');
    const values = tensorValues(window, 'float32');
    const bins = values.length / 2 + 1;
    const spectrum = apply(
      'Conv',
      [
        apply('Unsqueeze', [signal, int64s(1)]),
        floats([2 * bins, 1, values.length], windowedWaves(values)),
        floats([2 * bins], unvoicedBias()),
      ],
      {
        attributes: { kernel_shape: [BigInt(values.length)], strides: [BigInt(values.length / 4)] },
      },
    );
    const [real = '', imaginary = ''] = applyMany('Split', [spectrum, int64s(bins, bins)], {
      outputCount: 2,
      attributes: { axis: 1n },
    });
    for (const gather of editor.consumers(transpose.outputs[0] ?? '')) {
      const part = editor.initializer(gather.inputs[1] ?? '');
      const isReal = part !== undefined && tensorValues(part, 'int64')[0] === 0n;
      editor.redirectConsumers(gather.outputs[0] ?? '', isReal ? real : imaginary);
    }
  }
}

/** Row b is window[n] * cos(2 pi b n / N), row N/2 + 1 + b is -window[n] * sin(2 pi b n / N); [2 * (N/2 + 1), N]. */
function windowedWaves(window: Float32Array): Float32Array {
  const size = window.length;
  const bins = size / 2 + 1;
  const waves = new Float32Array(2 * bins * size);
  for (let bin = 0; bin < bins; bin += 1) {
    for (let index = 0; index < size; index += 1) {
      const angle = (2 * Math.PI * ((bin * index) % size)) / size;
      waves[bin * size + index] = (window[index] ?? 0) * Math.cos(angle);
      waves[(bins + bin) * size + index] = -(window[index] ?? 0) * Math.sin(angle);
    }
  }
  return waves;
}

/** The directions of the 11 bins on a constant negative frame, as ONNX Runtime 1.30's STFT rounds them on x64. */
const unvoicedAngles = [
  Math.PI / 2,
  0,
  2.4904,
  -2.1254,
  0.7935,
  -2.1292,
  0.173,
  2.9268,
  -1.345,
  2.7359,
  -1.5468,
];

function unvoicedBias(): Float32Array {
  const magnitude = 2e-6;
  return Float32Array.from([
    ...unvoicedAngles.map((angle) => magnitude * Math.cos(angle)),
    ...unvoicedAngles.map((angle) => magnitude * Math.sin(angle)),
  ]);
}

function walkBack(editor: GraphEditor, start: string, opTypes: readonly string[]): Node {
  let node = editor.producer(start);
  for (const [index, opType] of opTypes.entries()) {
    if (node?.opType !== opType) throw unexpected('sine source');
    if (index < opTypes.length - 1) node = editor.producer(node.inputs[0] ?? '');
  }
  if (node === undefined) throw unexpected('sine source');
  return node;
}

function unexpected(part: string): OnnxFormatError {
  return new OnnxFormatError(`This is not the published Kokoro graph: its ${part} is built differently.`);
}
