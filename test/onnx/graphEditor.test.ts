import { describe, expect, test } from 'vitest';
import { createGraph, createNode, createValueInfo } from '../../server/src/onnx/graphBuilding.ts';
import { GraphEditor } from '../../server/src/onnx/graphEditor.ts';
import { createOperations } from '../../server/src/onnx/graphOperations.ts';
import { OnnxFormatError } from '../../server/src/onnx/onnxFormatError.ts';
import type { Graph, Node } from '../../server/src/onnx/onnxModel.ts';
import { extractSubgraph } from '../../server/src/onnx/subgraph.ts';
import { createTensor } from '../../server/src/onnx/tensorData.ts';

/** "Add a b -> c" */
function node(line: string): Node {
  const [operator = '', inputs = '', outputs = ''] = line.split(/ \(|\) -> /);
  return createNode(operator, { inputs: inputs.split(' '), outputs: outputs.split(' ') });
}

function graphOf(lines: readonly string[], constants: readonly string[] = ['w']): Graph {
  const graph = createGraph('g');
  graph.nodes.push(...lines.map(node));
  graph.inputs.push(createValueInfo('x', 'float32', ['n']));
  graph.outputs.push(createValueInfo('y', 'float32', ['n']));
  for (const name of constants) {
    graph.initializers.push(createTensor(name, 'float32', { dims: [], values: Float32Array.of(1) }));
  }
  return graph;
}

const lines = (graph: Graph): string[] =>
  graph.nodes.map(({ opType, inputs, outputs }) => `${opType} (${inputs.join(' ')}) -> ${outputs.join(' ')}`);

describe('editing', () => {
  test('finds who makes and who reads a tensor', () => {
    const editor = new GraphEditor(graphOf(['Add (x w) -> a', 'Mul (a a) -> y']));
    expect(editor.producer('a')?.opType).toBe('Add');
    expect(editor.producer('x')).toBeUndefined();
    expect(editor.consumers('a').map(({ opType }) => opType)).toEqual(['Mul']);
    expect(editor.consumers('y')).toEqual([]);
    expect(editor.initializer('w')?.name).toBe('w');
    expect(editor.nodesOfType('Mul')).toHaveLength(1);
  });

  test('what no output needs is removed', () => {
    const editor = new GraphEditor(
      graphOf(['Add (x w) -> a', 'Mul (a a) -> y', 'Sin (a) -> b', 'Add (b v) -> c'], ['w', 'v']),
    );
    editor.removeDead();
    const graph = editor.commit();
    expect(lines(graph)).toEqual(['Add (x w) -> a', 'Mul (a a) -> y']);
    expect(graph.initializers.map(({ name }) => name)).toEqual(['w']);
  });

  test('nodes added last are sorted to where they belong, the rest stays', () => {
    const editor = new GraphEditor(graphOf(['Sin (x) -> a', 'Cos (x) -> b', 'Add (a b) -> y']));
    const [add] = editor.nodesOfType('Add');
    const { apply } = createOperations(editor, 's');
    const doubled = apply('Mul', ['a', 'a']);
    if (add !== undefined) editor.setInput(add, 0, doubled);
    expect(lines(editor.commit())).toEqual([
      'Sin (x) -> a',
      'Cos (x) -> b',
      'Mul (a a) -> s/Mul',
      'Add (s/Mul b) -> y',
    ]);
  });

  test('readers follow a tensor to its replacement', () => {
    const editor = new GraphEditor(graphOf(['Sin (x) -> a', 'Cos (a) -> b', 'Add (a b) -> y']));
    editor.redirectConsumers('a', 'x');
    editor.removeDead();
    expect(lines(editor.commit())).toEqual(['Cos (x) -> b', 'Add (x b) -> y']);
  });

  test('what a nested graph reads is alive', () => {
    const branch = createGraph('branch');
    branch.nodes.push(node('Add (a z) -> inner'));
    branch.outputs.push(createValueInfo('inner', 'float32', []));
    const graph = graphOf(['Sin (x) -> a', 'Cos (x) -> z']);
    const condition = { inputs: ['x'], outputs: ['y'], attributes: { then_branch: { graph: branch } } };
    graph.nodes.push(createNode('If', condition));
    const editor = new GraphEditor(graph);
    expect(editor.consumers('a').map(({ opType }) => opType)).toEqual(['If']);
    editor.removeDead();
    expect(editor.commit().nodes).toHaveLength(3);
  });

  test('equal constants are one', () => {
    const editor = new GraphEditor(graphOf(['Sin (x) -> y']));
    const { int64s, float, floats } = createOperations(editor, 's');
    expect(int64s(1, -1)).toBe(int64s(1, -1));
    expect(float(0.5)).not.toBe(float(0.25));
    expect(floats([1], Float32Array.of(1))).not.toBe(floats([1], Float32Array.of(1)));
  });
});

describe('graphs that are none', () => {
  test.each([
    ['a circle', ['Add (x b) -> a', 'Sin (a) -> b', 'Cos (b) -> y'], /depends on itself/],
    ['a tensor from nowhere', ['Add (x q) -> y'], /q, which nothing provides/],
  ])('%s', (_, nodes, message) => {
    const editor = new GraphEditor(graphOf(nodes));
    expect(() => editor.commit()).toThrow(message);
    expect(() => editor.commit()).toThrow(OnnxFormatError);
  });

  test('a tensor made twice', () => {
    expect(() => new GraphEditor(graphOf(['Sin (x) -> y', 'Cos (x) -> y']))).toThrow(OnnxFormatError);
  });
});

describe('extractSubgraph', () => {
  const whole = graphOf(
    ['Sin (x) -> a', 'Add (a w) -> b', 'Mul (b v) -> c', 'Cos (c) -> y'],
    ['w', 'v', 'u'],
  );
  const value = (name: string): Graph['inputs'][number] => createValueInfo(name, 'float32', ['n']);

  test('takes the nodes between, and the constants they read', () => {
    const part = extractSubgraph(whole, { name: 'part', inputs: [value('b')], outputs: [value('c')] });
    expect(lines(part)).toEqual(['Mul (b v) -> c']);
    expect(part.initializers.map(({ name }) => name)).toEqual(['v']);
  });

  test('leaves the source as it is', () => {
    const before = lines(whole);
    const part = extractSubgraph(whole, { name: 'part', inputs: [value('x')], outputs: [value('y')] });
    const editor = new GraphEditor(part);
    editor.redirectConsumers('c', 'a');
    editor.removeDead();
    editor.commit();
    expect(lines(whole)).toEqual(before);
  });

  test('names the tensor that is missing', () => {
    const boundary = { name: 'part', inputs: [], outputs: [value('b')] };
    expect(() => extractSubgraph(whole, boundary)).toThrow(/part needs the tensor x/);
  });
});
