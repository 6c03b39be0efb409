import { expect, test } from 'vitest';
import { analyzeShort, synthesizeShort } from '../../server/src/audio/shortSpectrum.ts';
import { float32Tensor, outputOf } from '../../server/src/inference/tensor.ts';
import { createGraph, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../server/src/onnx/graphOperations.ts';
import { createFourierLayers } from '../../server/src/synthesis/engines/cosyVoice/graph/fourierLayers.ts';
import { maxDifference } from '../support/golden.ts';
import { runGraph } from '../support/runGraph.ts';

const sound = Float32Array.from(
  { length: 960 },
  (_, index) => Math.sin(index / 7) * Math.cos(index ** 2 / 900),
);
const frameCount = 241;

/** What the vocoder's own graph computes: its transform, and the way back from logarithms and arcs. */
async function transformInGraph(spectrum: Float32Array): Promise<readonly Float32Array[]> {
  const graph = createGraph('transforms');
  const editor = new GraphEditor(graph);
  const operations = createOperations(editor, 'transforms');
  const { analyze, synthesize } = createFourierLayers(operations);
  graph.inputs.push(
    createValueInfo('sound', 'float32', [1, 1, 'samples']),
    createValueInfo('spectrum', 'float32', [1, 18, 'frames']),
  );
  graph.outputs.push(
    createValueInfo('analyzed', 'float32', [1, 20, 'frames']),
    createValueInfo('synthesized', 'float32', [1, 'samples']),
  );
  operations.apply('Identity', [analyze('sound')], { output: 'analyzed' });
  operations.apply('Identity', [synthesize('spectrum')], { output: 'synthesized' });
  const outputs = await runGraph(editor.commit(), {
    sound: float32Tensor(sound, [1, 1, sound.length]),
    spectrum: float32Tensor(spectrum, [1, 18, frameCount]),
  });
  return ['analyzed', 'synthesized'].map((name) => outputOf(outputs, name, 'float32').data);
}

test('both ways are those of the graph of the vocoder', async () => {
  const spectrum = Float32Array.from({ length: 18 * frameCount }, (_, index) => 5 * Math.sin(index * 1.7));
  const [analyzed = sound, synthesized = sound] = await transformInGraph(spectrum);
  expect(maxDifference(analyzeShort(sound), analyzed.subarray(0, 18 * frameCount))).toBeLessThan(1e-5);
  const half = 9 * frameCount;
  const back = synthesizeShort({
    magnitudes: spectrum.slice(0, half).map(Math.exp),
    phases: spectrum.slice(half).map(Math.sin),
  });
  expect(maxDifference(back, synthesized)).toBeLessThan(1e-4);
});

test('a sound comes back', () => {
  const spectrum = analyzeShort(sound);
  const real = spectrum.subarray(0, 9 * frameCount);
  const imaginary = spectrum.subarray(9 * frameCount);
  const back = synthesizeShort({
    magnitudes: real.map((value, index) => Math.hypot(value, imaginary[index] ?? 0)),
    phases: real.map((value, index) => Math.atan2(imaginary[index] ?? 0, value)),
  });
  expect(maxDifference(back, sound)).toBeLessThan(1e-5);
});
