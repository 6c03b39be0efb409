import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSession } from '../../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../../server/src/inference/tensor.ts';
import {
  createAttribute,
  createGraph,
  createModel,
  createNode,
} from '../../../server/src/onnx/graphBuilding.ts';
import { attributeTypes, writeModel, type Graph, type Node } from '../../../server/src/onnx/onnxModel.ts';
import { createTensor } from '../../../server/src/onnx/tensorData.ts';
import {
  preparedSileroFile,
  sileroRecipe,
  sileroTensors,
} from '../../../server/src/recognition/vad/sileroRecipe.ts';
import { hearWindow, type SileroMemory, type SileroWeights } from '../../support/plainSilero.ts';

const shapes: Readonly<Record<string, readonly number[]>> = {
  'stft.forward_basis_buffer': [258, 1, 256],
  'encoder.0.reparam_conv.weight': [128, 129, 3],
  'encoder.0.reparam_conv.bias': [128],
  'encoder.1.reparam_conv.weight': [64, 128, 3],
  'encoder.1.reparam_conv.bias': [64],
  'encoder.2.reparam_conv.weight': [64, 64, 3],
  'encoder.2.reparam_conv.bias': [64],
  'encoder.3.reparam_conv.weight': [128, 64, 3],
  'encoder.3.reparam_conv.bias': [128],
  'decoder.rnn.weight_ih': [512, 128],
  'decoder.rnn.weight_hh': [512, 128],
  'decoder.rnn.bias_ih': [512],
  'decoder.rnn.bias_hh': [512],
  'decoder.decoder.2.weight': [1, 128, 1],
  'decoder.decoder.2.bias': [1],
};

function random(count: number, seed: number, scale: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

const weights: SileroWeights = Object.fromEntries(
  Object.entries(shapes).map(([name, dims], index) => {
    const count = dims.reduce((product, size) => product * size, 1);
    return [name, random(count, index + 1, dims.length === 1 ? 0.1 : 2 / Math.sqrt(count / (dims[0] ?? 1)))];
  }),
);

function constant(name: string, dims: readonly number[], values: Float32Array): Node {
  const node = createNode('Constant', { inputs: [], outputs: [name] });
  const tensor = createTensor('', 'float32', { dims, values });
  return {
    ...node,
    attributes: [{ ...createAttribute('value', 0n), type: attributeTypes.tensor, int: undefined, tensor }],
  };
}

/** What of the published graph is read: the weights of two branches. */
function publish(names: readonly string[]): Uint8Array {
  const branch = (prefix: string, nodes: readonly Node[]): { readonly graph: Graph } => ({
    graph: { ...createGraph(prefix), nodes: [...nodes] },
  });
  const wide = names.map((name) =>
    constant(`If_0_then_branch__Inline_0__${name}`, shapes[name] ?? [], weights[name] ?? new Float32Array()),
  );
  const basis = 'If_0_else_branch__Inline_0__stft.forward_basis_buffer';
  const narrow = [constant(basis, [130, 1, 128], new Float32Array(130 * 128))];
  const choice = createNode('If', {
    inputs: ['is16000'],
    outputs: ['output'],
    attributes: { else_branch: branch('narrow', narrow), then_branch: branch('wide', wide) },
  });
  return writeModel(createModel({ ...createGraph('silero'), nodes: [choice] }, { '': 16 }));
}

const folder = mkdtempSync(path.join(tmpdir(), 'aloud-silero-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('windows at once are heard as one after the other', async () => {
  const graph = path.join(folder, preparedSileroFile);
  writeFileSync(graph, sileroRecipe.rewrite(publish(Object.keys(shapes)))[preparedSileroFile] ?? '');
  const windowCount = 6;
  const windows = random(windowCount * 576, 77, 0.5);
  let memory: SileroMemory = { hidden: random(128, 5, 0.5), cell: random(128, 6, 0.5) };
  const state = Float32Array.of(...memory.hidden, ...memory.cell);
  const expected: number[] = [];
  for (let index = 0; index < windowCount; index += 1) {
    const heard = hearWindow(windows.subarray(index * 576, (index + 1) * 576), memory, weights);
    expected.push(heard.probability);
    memory = heard.memory;
  }

  const session = await createSession(graph, { provider: 'cpu', threadCount: 1 });
  const outputs = await session.run({
    [sileroTensors.windows]: float32Tensor(windows, [windowCount, 576]),
    [sileroTensors.state]: float32Tensor(state, [2, 1, 128]),
  });
  await session.dispose();
  const actual = [...outputOf(outputs, sileroTensors.probabilities, 'float32').data];
  expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(0.02);
  expect(actual.map((value) => value.toFixed(4))).toEqual(expected.map((value) => value.toFixed(4)));
  const remembered = outputOf(outputs, sileroTensors.nextState, 'float32').data;
  [...memory.hidden, ...memory.cell].forEach((value, index) => {
    expect(remembered[index]).toBeCloseTo(value, 4);
  });
});

test('a graph without one of the weights is refused by its name', () => {
  const names = Object.keys(shapes).filter((name) => name !== 'decoder.rnn.bias_hh');
  expect(() => sileroRecipe.rewrite(publish(names))).toThrow('decoder.rnn.bias_hh');
  expect(() => sileroRecipe.rewrite(publish([]))).toThrow('forward_basis_buffer');
});
