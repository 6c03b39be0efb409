import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';
import { tensorValues } from '../../../../onnx/tensorData.ts';

/**
 * Replaces each adaptive instance normalization, written as nine operators with five passes over the whole
 * signal, by one `InstanceNormalization` whose scale and shift come from the style.
 *
 * The pattern: `c = x - mean(x)`, `y = gain * (c / sqrt(mean(c * c) + eps)) + shift`, means over the last axis
 * of [1, C, T], gain and shift of dims [1, C, 1].
 *
 * @returns the names of the normalized signals, each made by one `InstanceNormalization`
 */
export function fuseAdaptiveNorms(editor: GraphEditor): string[] {
  const normalized: string[] = [];
  for (const divide of editor.nodesOfType('Div')) {
    const norm = matchNorm(editor, divide);
    if (norm === undefined) continue;
    for (const { gain, shift, add } of affineConsumers(editor, divide)) {
      const [output = ''] = add.outputs;
      const { apply, int64s } = createOperations(editor, output);
      editor.removeNode(add);
      const scaleVector = apply('Reshape', [gain, int64s(-1)]);
      const shiftVector = apply('Reshape', [shift, int64s(-1)]);
      apply('InstanceNormalization', [norm.signal, scaleVector, shiftVector], {
        attributes: { epsilon: norm.epsilon },
        output,
      });
      normalized.push(output);
    }
  }
  return normalized;
}

function matchNorm(editor: GraphEditor, divide: Node): { signal: string; epsilon: number } | undefined {
  const [centered = '', deviation = ''] = divide.inputs;
  const subtract = editor.producer(centered);
  const [signal = '', mean = ''] = subtract?.inputs ?? [];
  const add = editor.producer(editor.producer(deviation)?.inputs[0] ?? '');
  const epsilon = editor.initializer(add?.inputs[1] ?? '');
  const isNorm =
    subtract?.opType === 'Sub' &&
    editor.producer(deviation)?.opType === 'Sqrt' &&
    add?.opType === 'Add' &&
    editor.producer(add.inputs[0] ?? '')?.opType === 'ReduceMean' &&
    isMeanOverTime(editor, editor.producer(mean), signal);
  if (!isNorm || epsilon === undefined) return undefined;
  return { signal, epsilon: tensorValues(epsilon, 'float32')[0] ?? 0 };
}

function isMeanOverTime(editor: GraphEditor, mean: Node | undefined, signal: string): boolean {
  const axes = editor.initializer(mean?.inputs[1] ?? '');
  return (
    mean?.opType === 'ReduceMean' &&
    mean.inputs[0] === signal &&
    axes !== undefined &&
    tensorValues(axes, 'int64')[0] === 2n
  );
}

/** `Add(Mul(gain, normalized), shift)`, once for each style the signal is given. */
function affineConsumers(editor: GraphEditor, divide: Node): { gain: string; shift: string; add: Node }[] {
  const [normalized = ''] = divide.outputs;
  return editor.consumers(normalized).flatMap((multiply) => {
    const [product = ''] = multiply.outputs;
    const [add] = editor.consumers(product);
    if (multiply.opType !== 'Mul' || add?.opType !== 'Add') return [];
    const gain = multiply.inputs.find((name) => name !== normalized);
    const shift = add.inputs.find((name) => name !== product);
    return gain === undefined || shift === undefined ? [] : [{ gain, shift, add }];
  });
}
