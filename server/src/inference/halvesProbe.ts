import type { ExecutionProvider } from '../../../protocol/inference.ts';
import { createGraph, createModel, createNode, createValueInfo } from '../onnx/graphBuilding.ts';
import { elementTypes, writeModel } from '../onnx/onnxModel.ts';
import { probeProvider } from './providerProbe.ts';

/**
 * Whether a provider computes with floats of 16 bits here, tried in a process of its own at the first call and remembered.
 * Not every graphics card can; processors store them only.
 */
export function hasHalves(provider: ExecutionProvider): Promise<boolean> {
  if (provider === 'cpu') return Promise.resolve(false);
  const known = answers.get(provider) ?? probeHalves(provider);
  answers.set(provider, known);
  return known;
}

const answers = new Map<ExecutionProvider, Promise<boolean>>();

async function probeHalves(provider: ExecutionProvider): Promise<boolean> {
  const { ok } = await probeProvider(provider, { graph: buildHalvesGraph() });
  return ok;
}

/** `y = x + x` on float32 [2], by way of halves. */
export function buildHalvesGraph(): Uint8Array {
  const graph = createGraph('halves');
  const cast = (input: string, output: string, type: 'float16' | 'float32') =>
    createNode('Cast', {
      inputs: [input],
      outputs: [output],
      attributes: { to: BigInt(elementTypes[type]) },
    });
  graph.inputs.push(createValueInfo('x', 'float32', [2]));
  graph.outputs.push(createValueInfo('y', 'float32', [2]));
  graph.nodes.push(
    cast('x', 'half', 'float16'),
    createNode('Add', { inputs: ['half', 'half'], outputs: ['sum'] }),
    cast('sum', 'y', 'float32'),
  );
  return writeModel(createModel(graph, { '': 20 }));
}
