import { createNode, type AttributeValue } from './graphBuilding.ts';
import type { GraphEditor } from './graphEditor.ts';
import { createTensor } from './tensorData.ts';

/**
 * Writes a graph as expressions: each function adds a node and returns the name of what it makes, so that the
 * result of one is the input of the next.
 */
export interface GraphOperations {
  /** Adds a node of one output. */
  readonly apply: (opType: string, inputs: readonly string[], options?: OperationOptions) => string;
  /** Adds a node of several outputs, named `stem/0`, `stem/1` and so on. */
  readonly applyMany: (opType: string, inputs: readonly string[], options: ManyOptions) => string[];
  /** An int64 vector; equal vectors are one constant. */
  readonly int64s: (...values: readonly number[]) => string;
  /** An int64 scalar (dims []). */
  readonly int64: (value: number) => string;
  /** A float32 scalar (dims []). */
  readonly float: (value: number) => string;
  /** A float32 constant of any dims. */
  readonly floats: (dims: readonly number[], values: Float32Array) => string;
}

export interface OperationOptions {
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly domain?: string;
  /** The output's name; it must be free. Without it one is made from the stem. */
  readonly output?: string;
}

export interface ManyOptions extends OperationOptions {
  readonly outputCount: number;
}

/** @param stem begins the names of what is made, so that a profile of the graph says where a node comes from */
export function createOperations(editor: GraphEditor, stem: string): GraphOperations {
  const shared = (name: string, create: () => Parameters<GraphEditor['setInitializer']>[0]): string => {
    if (editor.initializer(name) === undefined) editor.setInitializer(create());
    return name;
  };
  return {
    apply(opType, inputs, options = {}) {
      const output = options.output ?? editor.freshName(`${stem}/${opType}`);
      editor.addNode(createNode(opType, { ...options, inputs, outputs: [output] }));
      return output;
    },
    applyMany(opType, inputs, options) {
      const base = editor.freshName(`${stem}/${opType}`);
      const outputs = Array.from({ length: options.outputCount }, (_, index) => `${base}/${index}`);
      editor.addNode(createNode(opType, { ...options, inputs, outputs }));
      return outputs;
    },
    int64s(...values) {
      const name = `constant/int64s/${values.join(',')}`;
      const content = { dims: [values.length], values: BigInt64Array.from(values, BigInt) };
      return shared(name, () => createTensor(name, 'int64', content));
    },
    int64(value) {
      const name = `constant/int64/${value}`;
      return shared(name, () =>
        createTensor(name, 'int64', { dims: [], values: BigInt64Array.of(BigInt(value)) }),
      );
    },
    float(value) {
      const name = `constant/float/${value}`;
      return shared(name, () => createTensor(name, 'float32', { dims: [], values: Float32Array.of(value) }));
    },
    floats(dims, values) {
      const name = editor.freshName(`${stem}/constant`);
      editor.setInitializer(createTensor(name, 'float32', { dims, values }));
      return name;
    },
  };
}
