import { createGraph } from './graphBuilding.ts';
import { GraphEditor, readTensorNames } from './graphEditor.ts';
import { OnnxFormatError } from './onnxFormatError.ts';
import type { Graph, Node, ValueInfo } from './onnxModel.ts';

export interface SubgraphBoundary {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/**
 * Cuts out what lies between named tensors: the nodes that make `outputs`, back to `inputs`, with only the
 * initializers they read. The source stays as it is; weights are shared with it.
 *
 * @throws OnnxFormatError when an output needs a tensor that neither an input nor the graph provides
 */
export function extractSubgraph(source: Graph, boundary: SubgraphBoundary): Graph {
  const editor = new GraphEditor(source);
  const provided = new Set(boundary.inputs.map((input) => input.name));
  const nodes = new Set<Node>();
  const tensorNames = new Set<string>();
  const pending = boundary.outputs.map((output) => output.name);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (tensorNames.has(name) || provided.has(name)) continue;
    tensorNames.add(name);
    const node = editor.producer(name);
    if (node === undefined) {
      if (editor.initializer(name) === undefined) {
        throw new OnnxFormatError(
          `${boundary.name} needs the tensor ${name}, which its inputs do not provide.`,
        );
      }
      continue;
    }
    nodes.add(node);
    pending.push(...readTensorNames(node));
  }
  return {
    ...createGraph(boundary.name),
    nodes: source.nodes.filter((node) => nodes.has(node)).map(cloneNode),
    initializers: source.initializers.filter((tensor) => tensorNames.has(tensor.name)),
    inputs: [...boundary.inputs],
    outputs: [...boundary.outputs],
  };
}

function cloneNode(node: Node): Node {
  return { ...node, inputs: [...node.inputs], outputs: [...node.outputs] };
}
