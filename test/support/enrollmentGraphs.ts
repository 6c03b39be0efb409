import { createGraph, createModel, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../server/src/onnx/graphOperations.ts';
import type { Model, ValueInfo } from '../../server/src/onnx/onnxModel.ts';
import { randomWeights } from './randomWeights.ts';

export interface TokenizerChoice {
  /** Frames of 10 ms that a token lasts; 2 in version 1. */
  readonly framesPerToken?: number;
  readonly type?: 'int32' | 'int64';
  readonly bandCount?: number;
}

/** As `speech_tokenizer_v3.onnx` takes and gives: the likeliest of 6561 tokens, by random weights. */
export function buildSpeechTokenizer({
  framesPerToken = 4,
  type = 'int64',
  bandCount = 128,
}: TokenizerChoice = {}): Model {
  return build({
    inputs: [
      createValueInfo('feats', 'float32', [1, bandCount, 'frames']),
      createValueInfo('feats_length', 'int32', [1]),
    ],
    outputs: [createValueInfo('indices', type, [1, 'tokens'])],
    write({ apply, int64s, floats }) {
      const length = apply('Cast', ['feats_length'], { attributes: { to: 7n } });
      const count = apply('Div', [length, int64s(framesPerToken)]);
      const read = apply('Slice', [
        'feats',
        int64s(0),
        apply('Mul', [count, int64s(framesPerToken)]),
        int64s(2),
      ]);
      const groups = apply('Reshape', [read, int64s(bandCount, -1, framesPerToken)]);
      const rows = apply('Transpose', [groups], { attributes: { perm: [1n, 0n, 2n] } });
      const width = bandCount * framesPerToken;
      const dims = [width, 6561];
      const scores = apply('MatMul', [
        apply('Reshape', [rows, int64s(-1, width)]),
        floats(dims, randomWeights('tokenizer', dims)),
      ]);
      const tokens = apply('ArgMax', [scores], { attributes: { axis: 1n, keepdims: 0n } });
      const typed = apply('Cast', [tokens], { attributes: { to: type === 'int64' ? 7n : 6n } });
      apply('Unsqueeze', [typed, int64s(0)], { output: 'indices' });
    },
  });
}

/** As `campplus.onnx` takes and gives: a vector, by random weights. */
export function buildSpeakerModel({ bandCount = 80, size = 192, input = 'input' } = {}): Model {
  return build({
    inputs: [createValueInfo(input, 'float32', ['batch', 'frames', bandCount])],
    outputs: [createValueInfo('output', 'float32', ['batch', size])],
    write({ apply, int64s, floats }) {
      const dims = [bandCount, size];
      const bent = apply('Tanh', [apply('MatMul', [input, floats(dims, randomWeights('speaker', dims))])]);
      apply('ReduceMean', [bent, int64s(1)], { attributes: { keepdims: 0n }, output: 'output' });
    },
  });
}

interface Description {
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly write: (operations: GraphOperations) => void;
}

function build({ inputs, outputs, write }: Description): Model {
  const graph = createGraph('enrollment');
  graph.inputs.push(...inputs);
  graph.outputs.push(...outputs);
  const editor = new GraphEditor(graph);
  write(createOperations(editor, 'enrollment'));
  return createModel(editor.commit(), { '': 20 });
}
