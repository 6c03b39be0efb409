import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildProbeGraph } from '../../server/src/inference/probeGraph.ts';
import { createSession, type Session } from '../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../server/src/inference/tensor.ts';
import { createGraph, createModel, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../server/src/onnx/graphOperations.ts';
import { writeModel } from '../../server/src/onnx/onnxModel.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-session-thread-'));

afterAll(() => rm(folder, { recursive: true }));

async function open(name: string, bytes: Uint8Array, ownThread = true): Promise<Session> {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return createSession(file, { provider: 'cpu', threadCount: 1, spinning: false, ownThread });
}

const feeds = { x: float32Tensor(Float32Array.of(1, 2.5), [2]) };

test('a session on a thread of its own runs its graph, and several calls in their order', async () => {
  const session = await open('addition.onnx', buildProbeGraph());
  expect(session).toMatchObject({ provider: 'cpu', inputNames: ['x'], outputNames: ['y'] });
  const runs = [1, 2, 3].map((value) =>
    session.run({ x: float32Tensor(Float32Array.of(value, 0), [2]) }, ['y']),
  );
  const answers = (await Promise.all(runs)).map((outputs) => outputOf(outputs, 'y', 'float32'));
  expect(answers.map(({ data, dims }) => [...data, ...dims])).toEqual([
    [2, 0, 2],
    [4, 0, 2],
    [6, 0, 2],
  ]);
  await session.dispose();
});

test('what it refuses has the codes that it has on the calling thread', async () => {
  const session = await open('addition.onnx', buildProbeGraph());
  const wrongShape = { x: float32Tensor(new Float32Array(3), [3]) };
  await expect(session.run(wrongShape)).rejects.toMatchObject({ code: 'engineFailed' });
  await expect(session.run(feeds)).resolves.toHaveProperty('y');
  const inFlight = session.run(feeds);
  await session.dispose();
  await expect(inFlight).resolves.toHaveProperty('y');
  await expect(session.run(feeds)).rejects.toMatchObject({ code: 'engineFailed' });
  await expect(open('cut.onnx', buildProbeGraph().subarray(0, 40))).rejects.toMatchObject({
    code: 'modelCorrupt',
  });
});

test.each([
  { ownThread: true, order: ['timer', 'model'] },
  { ownThread: false, order: ['model', 'timer'] },
])('the event loop goes on while a model runs: $ownThread', async ({ ownThread, order }) => {
  const session = await open('products.onnx', buildSlowGraph(), ownThread);
  const happened: string[] = [];
  const model = session
    .run({ x: float32Tensor(new Float32Array(size * size), [size, size]) })
    .then(() => happened.push('model'));
  const timer = new Promise<void>((resolve) => {
    setTimeout(() => {
      happened.push('timer');
      resolve();
    }, 5);
  });
  await Promise.all([model, timer]);
  expect(happened).toEqual(order);
  await session.dispose();
});

const size = 512;

/** Some tenths of a second of products. */
function buildSlowGraph(): Uint8Array {
  const editor = new GraphEditor(createGraph('products'));
  const { apply, floats } = createOperations(editor, 'product');
  const matrix = floats([size, size], new Float32Array(size * size));
  editor.graph.inputs.push(createValueInfo('x', 'float32', [size, size]));
  editor.graph.outputs.push(createValueInfo('y', 'float32', [size, size]));
  let product = 'x';
  for (let index = 0; index < 60; index++) product = apply('MatMul', [product, matrix]);
  apply('Relu', [product], { output: 'y' });
  return writeModel(createModel(editor.commit(), { '': 20 }));
}
