import { createNode } from './graphBuilding.ts';
import { elementTypes, type Attribute, type Graph, type Model, type Node } from './onnxModel.ts';

/**
 * Lets a model compute in floats of 32 bits where it computes in floats of 16: its constants stay, and are widened when
 * the model is loaded. Squares beyond 65,504 are then no longer infinite; nothing else changes but rounding.
 *
 * @returns whether there was anything in 16 bits
 */
export function widenHalves({ graph }: Model): boolean {
  return graph !== undefined && widenGraph(graph);
}

const half = elementTypes.float16;
const single = elementTypes.float32;

function widenGraph(graph: Graph): boolean {
  const casts = graph.initializers
    .filter(({ dataType }) => dataType === half)
    .map((tensor) => {
      const name = tensor.name;
      tensor.name = `${name}/half`;
      // Older files list constants among the inputs too.
      graph.inputs = graph.inputs.filter((input) => input.name !== name);
      return widen(tensor.name, name);
    });
  const changed = graph.nodes.map((node) => widenNode(node));
  const values = [...graph.inputs, ...graph.outputs].filter(({ type }) => type?.tensor?.elementType === half);
  for (const { type } of values) if (type?.tensor !== undefined) type.tensor.elementType = single;
  graph.nodes = [...casts, ...changed.flatMap(({ nodes }) => nodes)];
  // They are found anew when the model is loaded.
  graph.valueInfos = [];
  return casts.length > 0 || values.length > 0 || changed.some(({ isChanged }) => isChanged);
}

interface WidenedNode {
  readonly nodes: readonly Node[];
  readonly isChanged: boolean;
}

function widenNode(node: Node): WidenedNode {
  const isAnyNested = node.attributes.map(widenNested).includes(true);
  const named = node.attributes.filter(isHalfType);
  for (const attribute of named) attribute.int = BigInt(single);
  // A constant, or one of a shape.
  const [output = ''] = node.outputs;
  if (!node.attributes.some(({ tensor }) => tensor?.dataType === half))
    return { nodes: [node], isChanged: isAnyNested || named.length > 0 };
  node.outputs = [`${output}/half`];
  return { nodes: [node, widen(`${output}/half`, output)], isChanged: true };
}

/** An attribute that is a graph, or several. */
function widenNested({ graph, graphs }: Attribute): boolean {
  const nested = graph === undefined ? graphs : [graph, ...graphs];
  return nested.map(widenGraph).includes(true);
}

/** What a node makes, by the name of a type: `to` of Cast, `dtype` of those that make numbers of nothing. */
function isHalfType({ name, int }: Attribute): boolean {
  return (name === 'to' || name === 'dtype') && int === BigInt(half);
}

function widen(from: string, to: string): Node {
  return createNode('Cast', { inputs: [from], outputs: [to], attributes: { to: BigInt(single) } });
}
