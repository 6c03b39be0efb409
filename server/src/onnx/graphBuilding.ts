import {
  attributeTypes,
  elementTypes,
  type Attribute,
  type ElementType,
  type Graph,
  type Model,
  type Node,
  type OperatorSet,
  type ValueInfo,
} from './onnxModel.ts';
import { encodeText } from './text.ts';

/** An attribute by its value: an integer is a bigint, a number is a float; lists likewise. */
export type AttributeValue =
  bigint | number | string | readonly bigint[] | readonly number[] | { readonly graph: Graph };

export interface NodeDescription {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** `''`, ONNX's own, when left out. */
  readonly domain?: string;
}

/** Has the name of its first output. */
export function createNode(opType: string, description: NodeDescription): Node {
  return {
    inputs: [...description.inputs],
    outputs: [...description.outputs],
    name: description.outputs[0] ?? '',
    opType,
    attributes: Object.entries(description.attributes ?? {}).map(([name, value]) =>
      createAttribute(name, value),
    ),
    docString: '',
    domain: description.domain ?? '',
    unknownFields: [],
  };
}

export function createAttribute(name: string, value: AttributeValue): Attribute {
  const empty = emptyAttribute(name);
  if (typeof value === 'bigint') return { ...empty, type: attributeTypes.int, int: value };
  if (typeof value === 'number') return { ...empty, type: attributeTypes.float, float: value };
  if (typeof value === 'string') return { ...empty, type: attributeTypes.string, string: encodeText(value) };
  if ('graph' in value) return { ...empty, type: attributeTypes.graph, graph: value.graph };
  return isBigIntList(value)
    ? { ...empty, type: attributeTypes.ints, ints: [...value] }
    : { ...empty, type: attributeTypes.floats, floats: [...value] };
}

/** The attribute of that name, or undefined: the operator's default then holds. */
export function attributeOf(node: Node, name: string): Attribute | undefined {
  return node.attributes.find((attribute) => attribute.name === name);
}

/** A graph input or output; a dimension is a size or a symbolic name. */
export function createValueInfo(
  name: string,
  type: ElementType,
  dims: readonly (number | string)[],
): ValueInfo {
  const dimensions = dims.map((dim) =>
    typeof dim === 'number'
      ? { size: dim, symbol: '', unknownFields: [] }
      : { size: undefined, symbol: dim, unknownFields: [] },
  );
  return {
    name,
    docString: '',
    unknownFields: [],
    type: {
      unknownFields: [],
      tensor: {
        elementType: elementTypes[type],
        shape: { dimensions, unknownFields: [] },
        unknownFields: [],
      },
    },
  };
}

export function createGraph(name: string): Graph {
  return {
    nodes: [],
    name,
    initializers: [],
    docString: '',
    inputs: [],
    outputs: [],
    valueInfos: [],
    unknownFields: [],
  };
}

/** `operatorSets` maps domains to versions, for example `{ '': 20, 'com.microsoft': 1 }`. */
export function createModel(graph: Graph, operatorSets: Readonly<Record<string, number>>): Model {
  return {
    irVersion: 9,
    producerName: 'aloud',
    producerVersion: '',
    domain: '',
    modelVersion: undefined,
    docString: '',
    graph,
    operatorSets: Object.entries(operatorSets).map(([domain, version]): OperatorSet => ({
      domain,
      version,
      unknownFields: [],
    })),
    metadata: [],
    unknownFields: [],
  };
}

function isBigIntList(value: readonly bigint[] | readonly number[]): value is readonly bigint[] {
  return value.length === 0 || typeof value[0] === 'bigint';
}

function emptyAttribute(name: string): Attribute {
  return {
    name,
    float: undefined,
    int: undefined,
    string: undefined,
    tensor: undefined,
    graph: undefined,
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    docString: '',
    type: undefined,
    unknownFields: [],
  };
}
