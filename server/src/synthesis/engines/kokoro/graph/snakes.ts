import type { GraphEditor } from '../../../../onnx/graphEditor.ts';
import { createOperations } from '../../../../onnx/graphOperations.ts';
import type { Node } from '../../../../onnx/onnxModel.ts';

/**
 * Shortens the snake activation `y + sin(a * y)^2 / a` that follows a fused norm: the norm makes `h = a * y`
 * itself (its scale and shift take the factor), and the result is `(h + sin(h)^2) / a`. `Pow` becomes `Mul`.
 */
export function shortenSnakes(editor: GraphEditor): void {
  for (const sine of editor.nodesOfType('Sin')) {
    const snake = matchSnake(editor, sine);
    if (snake === undefined) continue;
    const { norm, alpha, inverse, last } = snake;
    const [output = ''] = last.outputs;
    const { apply, int64s } = createOperations(editor, output);
    const alphaVector = apply('Reshape', [alpha, int64s(-1)]);
    const [signal = '', scale = '', shift = ''] = norm.inputs;
    const scaled = apply('InstanceNormalization', [
      signal,
      apply('Mul', [scale, alphaVector]),
      apply('Mul', [shift, alphaVector]),
    ]);
    const scaledNorm = editor.producer(scaled);
    if (scaledNorm !== undefined) scaledNorm.attributes = norm.attributes;
    editor.removeNode(last);
    const wave = apply('Sin', [scaled]);
    const sum = apply('Add', [scaled, apply('Mul', [wave, wave])]);
    apply('Mul', [sum, inverse], { output });
  }
}

interface Snake {
  readonly norm: Node;
  /** [1, C, 1]: a. */
  readonly alpha: string;
  /** [1, C, 1]: 1 / a. */
  readonly inverse: string;
  readonly last: Node;
}

function matchSnake(editor: GraphEditor, sine: Node): Snake | undefined {
  const multiply = editor.producer(sine.inputs[0] ?? '');
  const [power] = editor.consumers(sine.outputs[0] ?? '');
  const [scaled] = editor.consumers(power?.outputs[0] ?? '');
  const [last] = editor.consumers(scaled?.outputs[0] ?? '');
  if (multiply?.opType !== 'Mul' || power?.opType !== 'Pow' || last?.opType !== 'Add') return undefined;
  const signal = multiply.inputs.find((name) => editor.producer(name)?.opType === 'InstanceNormalization');
  const norm = editor.producer(signal ?? '');
  const alpha = multiply.inputs.find((name) => editor.initializer(name) !== undefined);
  const inverse = scaled?.inputs.find((name) => editor.initializer(name) !== undefined);
  const isSnake = norm !== undefined && signal !== undefined && last.inputs.includes(signal);
  return isSnake && alpha !== undefined && inverse !== undefined ? { norm, alpha, inverse, last } : undefined;
}
