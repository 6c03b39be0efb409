import path from 'node:path';
import type { Checkpoint } from '../../server/src/checkpoint/openCheckpoint.ts';
import { createGraph, createModel, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../server/src/onnx/graphOperations.ts';
import type { Model } from '../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';
import { readSourceWeights } from '../../server/src/synthesis/engines/cosyVoice/vocoder.ts';
import { cosyVoiceToyFolder } from './cosyVoiceToy.ts';
import { readNpz } from './golden.ts';

const harmonicCount = 9;
const frameSamples = 480;

/**
 * The source of the tiny vocoder as a graph: `f0` [1, 1, T] to `source` [1, 1, 480 T], the reference's noise within, as
 * the published graph has five minutes of it.
 */
export async function createSplitSource(checkpoint: Checkpoint): Promise<Model> {
  const { weights, bias } = await readSourceWeights(checkpoint);
  const graph = createGraph('source');
  const editor = new GraphEditor(graph);
  const { apply, int64, int64s, float, floats } = createOperations(editor, 'source');
  graph.inputs.push(createValueInfo('f0', 'float32', ['batch', 1, 'frames']));
  graph.outputs.push(createValueInfo('source', 'float32', ['batch', 1, 'samples']));
  const double = (input: string): string => apply('Cast', [input], { attributes: { to: 11n } });
  const number = (value: number): string => double(float(value));
  const harmonics = Float32Array.from({ length: harmonicCount }, (_, index) => index + 1);
  const hertz = apply('Mul', [double('f0'), double(floats([1, harmonicCount, 1], harmonics))]);
  const steps = apply('Div', [hertz, number(24_000)]);
  const fractions = apply('Sub', [steps, apply('Floor', [steps])]);
  const cycles = apply('CumSum', [apply('Mul', [fractions, number(frameSamples)]), int64(2)]);
  const turns = apply('Sub', [cycles, apply('Floor', [cycles])]);
  editor.setInitializer(
    createTensor('circle', 'float64', { dims: [], values: Float64Array.of(2 * Math.PI) }),
  );
  const sines = apply('Div', [apply('Sin', [apply('Mul', [turns, 'circle'])]), number(10)]);
  const isVoiced = apply('Greater', ['f0', float(10)]);
  const voiced = apply('Where', [isVoiced, sines, number(0)]);
  const levels = apply('Where', [
    isVoiced,
    apply('Div', [number(3), number(1000)]),
    apply('Div', [number(1), number(30)]),
  ]);
  const spread = (values: string, rows: number): string =>
    apply('Reshape', [
      apply('Expand', [apply('Unsqueeze', [values, int64s(3)]), int64s(1, 1, 1, frameSamples)]),
      int64s(1, rows, -1),
    ]);
  const samples = spread(voiced, harmonicCount);
  const noise = apply('Slice', [
    double(floats([1, harmonicCount, tableLength], readNoise())),
    int64s(0),
    apply('Slice', [apply('Shape', [samples]), int64s(2), int64s(3)]),
    int64s(2),
  ]);
  const excited = apply('Add', [samples, apply('Mul', [spread(levels, 1), noise])]);
  const sums = apply('MatMul', [double(floats([1, 1, harmonicCount], weights)), excited]);
  const source = apply('Tanh', [apply('Add', [sums, number(bias)])]);
  apply('Cast', [source], { attributes: { to: 1n }, output: 'source' });
  return createModel(editor.commit(), { '': 20 });
}

const tableLength = 76_800;

/** Row-major [9, samples]. */
function readNoise(): Float32Array {
  const table = readNpz(path.join(cosyVoiceToyFolder, 'golden_e2e_noise9.npz')).get('noise9')?.values;
  return Float32Array.from(
    { length: harmonicCount * tableLength },
    (_, index) => table?.[(index % tableLength) * harmonicCount + Math.floor(index / tableLength)] ?? 0,
  );
}
