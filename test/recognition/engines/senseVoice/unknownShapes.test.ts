import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { outputOf, type NamedTensors } from '../../../../server/src/inference/tensor.ts';
import { createNode, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../../../server/src/onnx/graphEditor.ts';
import { createOperations, type GraphOperations } from '../../../../server/src/onnx/graphOperations.ts';
import { writeModel, type Node } from '../../../../server/src/onnx/onnxModel.ts';
import { rewriteSenseVoice } from '../../../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { tellLayout } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceLayout.ts';
import { toFeeds } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import { maxDifference } from '../../../support/golden.ts';
import { randomWeights } from '../../../support/randomWeights.ts';
import { buildSenseVoice } from '../../../support/senseVoiceGraph.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'aloud-sensevoice-unknown-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Change {
  readonly editor: GraphEditor;
  readonly op: GraphOperations;
}

/** A published graph in which one thing is written as no exporter does. */
function publish(change: (given: Change) => void, isQuantized = true): Uint8Array {
  const shape = {
    dimension: 32,
    headCount: 4,
    hiddenDimension: 48,
    blockCount: 2,
    lateBlockCount: 1,
    pieceCount: 90,
  };
  const parts = { isQuantized, masks: 'added', metadata: {}, weights: randomWeights } as const;
  const model = buildSenseVoice({ ...parts, shape });
  if (model.graph === undefined) throw new Error('There is no graph.');
  const editor = new GraphEditor(model.graph);
  change({ editor, op: createOperations(editor, 'changed') });
  return writeModel({ ...model, graph: editor.commit() });
}

/** The outputs of the published graph, for made-up features. */
async function run(graph: Uint8Array): Promise<NamedTensors> {
  const file = path.join(folder, 'graph.onnx');
  writeFileSync(file, graph);
  const session = await createSession(file, { provider: 'cpu', threadCount: 1, spinning: false });
  const features = Float32Array.from({ length: 30 * 560 }, (_, index) => Math.sin(index * 1.7) * 2);
  const outputs = await session.run(
    toFeeds({ features, languageId: 4, textNormId: 14 }, tellLayout(session)),
  );
  await session.dispose();
  return outputs;
}

function first(editor: GraphEditor, opType: string): Node {
  const [node] = editor.nodesOfType(opType);
  if (node === undefined) throw new Error(`There is no ${opType}.`);
  return node;
}

/** Lets a node read what is made of one of its inputs. */
function replaceInput(
  { editor }: Change,
  { node, index }: { readonly node: Node; readonly index: number },
  make: (input: string) => string,
): void {
  editor.setInput(node, index, make(node.inputs[index] ?? ''));
}

/** Gives a tensor out, too. */
function giveOut({ editor, op }: Change, tensor: string, dims: readonly (string | number)[]): void {
  op.apply('Identity', [tensor], { output: 'extra' });
  editor.graph.outputs.push(createValueInfo('extra', 'float32', dims));
}

/** The products around the first softmax: of queries and keys, and of that with the values. */
function productsOf(editor: GraphEditor): { readonly scores: Node; readonly mixed: Node } {
  const softmax = first(editor, 'Softmax');
  const sum = editor.producer(softmax.inputs[0] ?? '');
  const scores = editor.producer(sum?.inputs[0] ?? '');
  const mixed = editor.onlyConsumer(softmax);
  if (scores?.opType !== 'MatMul' || mixed?.opType !== 'MatMul') throw new Error('There is no attention.');
  return { scores, mixed };
}

describe('what no exporter writes gives what it gave, bit by bit', () => {
  it.each<[name: string, change: (given: Change) => void]>([
    ['nothing', () => undefined],
    [
      'keys with a scale',
      (given) => {
        const { scores } = productsOf(given.editor);
        replaceInput(given, { node: scores, index: 1 }, (keys) =>
          given.op.apply('Mul', [keys, given.op.float(0.5)]),
        );
      },
    ],
    [
      'values with a scale',
      (given) => {
        const { mixed } = productsOf(given.editor);
        replaceInput(given, { node: mixed, index: 1 }, (values) =>
          given.op.apply('Mul', [values, given.op.float(0.5)]),
        );
      },
    ],
    [
      'heads that are joined in another order',
      ({ editor }) => {
        const swap = editor.onlyConsumer(productsOf(editor).mixed);
        if (swap === undefined) throw new Error('The heads are not joined.');
        editor.removeNode(swap);
        const { inputs, outputs } = swap;
        editor.addNode(createNode('Transpose', { inputs, outputs, attributes: { perm: [0n, 1n, 2n, 3n] } }));
      },
    ],
    [
      'rounded heads of which somebody else reads the scale',
      (given) => {
        const { editor } = given;
        const rounding = editor
          .nodesOfType('DynamicQuantizeLinear')
          .find(({ inputs: [input = ''] }) => editor.producer(input)?.opType === 'Reshape');
        if (rounding === undefined) throw new Error('No heads are rounded.');
        giveOut(given, rounding.outputs[1] ?? '', []);
      },
    ],
    [
      'rectified and rounded signals of which somebody else reads the scale',
      (given) => {
        const rounding = given.editor.onlyConsumer(first(given.editor, 'Relu'));
        giveOut(given, rounding?.outputs[1] ?? '', []);
      },
    ],
    [
      'rectified signals that somebody else reads',
      (given) => {
        giveOut(given, first(given.editor, 'Relu').outputs[0] ?? '', ['N', 'F', 48]);
      },
    ],
  ])('%s', async (_name, change) => {
    const published = publish(change);
    const expected = await run(published);
    const prepared = rewriteSenseVoice(published, { weights: 'signed', memories: 'asPublished' });
    const given = await run(prepared['model.onnx'] ?? new Uint8Array());
    for (const [name, { data }] of Object.entries(expected)) expect(given[name]?.data).toEqual(data);
  });
});

/** The greatest difference of the logits, as a share of the greatest logit. */
async function shareChanged(published: Uint8Array): Promise<number> {
  const expected = outputOf(await run(published), 'logits', 'float32').data;
  const prepared = rewriteSenseVoice(published, { weights: 'signed', memories: 'asImages' });
  const given = outputOf(await run(prepared['model.onnx'] ?? new Uint8Array()), 'logits', 'float32').data;
  return maxDifference(given, expected) / Math.max(...expected.map(Math.abs));
}

describe('a memory as no exporter writes it stays one of its kind, beside others as images', () => {
  it.each<[name: string, change: (given: Change) => void]>([
    [
      'of frames before only',
      ({ editor }) => {
        const { inputs, outputs } = first(editor, 'Conv');
        editor.removeNode(first(editor, 'Conv'));
        const attributes = { group: 32n, kernel_shape: [11n], pads: [10n, 0n] };
        editor.addNode(createNode('Conv', { inputs, outputs, attributes }));
      },
    ],
    [
      'with a bias',
      ({ editor, op }) => {
        editor.setInput(
          first(editor, 'Conv'),
          2,
          op.floats(
            [32],
            Float32Array.from({ length: 32 }, (_, channel) => Math.sin(channel)),
          ),
        );
      },
    ],
    [
      'added to something else',
      (given) => {
        const { editor, op } = given;
        const swap = editor.onlyConsumer(first(editor, 'Conv'));
        const sum = swap && editor.onlyConsumer(swap);
        if (sum === undefined) throw new Error('There is no memory.');
        const index = sum.inputs.findIndex((input) => input !== swap?.outputs[0]);
        replaceInput(given, { node: sum, index }, (source) => op.apply('Mul', [source, op.float(2)]));
      },
    ],
  ])('%s', async (_name, change) => {
    expect(await shareChanged(publish(change, false))).toBeLessThan(1e-6);
  });
});

it('frames are no rows of images where a step may depend on the number of axes', async () => {
  const published = publish((given) => {
    const { editor, op } = given;
    const swap = editor.onlyConsumer(first(editor, 'Conv'));
    const sum = swap && editor.onlyConsumer(swap);
    const [reader] = editor.consumers(sum?.outputs[0] ?? '');
    if (sum === undefined || reader === undefined) throw new Error('There is no memory.');
    const index = reader.inputs.indexOf(sum.outputs[0] ?? '');
    replaceInput(given, { node: reader, index }, (frames) =>
      op.apply('Sub', [frames, op.apply('ReduceMean', [frames], { attributes: { axes: [1n] } })]),
    );
  });
  expect(await shareChanged(published)).toBeLessThan(0.01);
});
