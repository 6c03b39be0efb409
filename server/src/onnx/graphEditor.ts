import { attributeTypes, type Attribute, type Graph, type Node, type Tensor } from './onnxModel.ts';
import { OnnxFormatError } from './onnxFormatError.ts';

/**
 * Edits one graph in place, keeping count of who makes and who reads each tensor.
 *
 * Every change of nodes and initializers goes through the editor while it is in use. Nodes may be added in
 * any order: `sort` restores the topological order that ONNX asks for.
 */
export class GraphEditor {
  readonly graph: Graph;
  readonly #producers = new Map<string, Node>();
  readonly #consumers = new Map<string, Set<Node>>();
  readonly #initializers = new Map<string, Tensor>();
  readonly #nodes = new Set<Node>();
  readonly #givenNames = new Set<string>();
  #nameCount = 0;

  /** @throws OnnxFormatError when two nodes make the same tensor */
  constructor(graph: Graph) {
    this.graph = graph;
    for (const tensor of graph.initializers) this.#initializers.set(tensor.name, tensor);
    for (const node of graph.nodes) this.#register(node);
  }

  get nodes(): Iterable<Node> {
    return this.#nodes;
  }

  /** The nodes of one operator, as they are now; the list does not follow later edits. */
  nodesOfType(opType: string): Node[] {
    return [...this.#nodes].filter((node) => node.opType === opType);
  }

  /** The node that makes a tensor; undefined for graph inputs, initializers and unknown names. */
  producer(tensorName: string): Node | undefined {
    return this.#producers.get(tensorName);
  }

  /** The nodes that read a tensor, those that read it from a nested graph included. */
  consumers(tensorName: string): readonly Node[] {
    return [...(this.#consumers.get(tensorName) ?? [])];
  }

  /** The node that alone reads what a node makes first; undefined where none or several do. */
  onlyConsumer(node: Node): Node | undefined {
    const [consumer, ...others] = this.consumers(node.outputs[0] ?? '');
    return others.length === 0 ? consumer : undefined;
  }

  initializer(tensorName: string): Tensor | undefined {
    return this.#initializers.get(tensorName);
  }

  isGraphOutput(tensorName: string): boolean {
    return this.graph.outputs.some((output) => output.name === tensorName);
  }

  hasTensor(tensorName: string): boolean {
    return (
      this.#producers.has(tensorName) ||
      this.#initializers.has(tensorName) ||
      this.graph.inputs.some((input) => input.name === tensorName)
    );
  }

  /** A tensor name that nothing has yet and that was not given before. */
  freshName(stem: string): string {
    let name = stem;
    while (this.hasTensor(name) || this.#givenNames.has(name)) {
      this.#nameCount += 1;
      name = `${stem}/${this.#nameCount}`;
    }
    this.#givenNames.add(name);
    return name;
  }

  addNode(node: Node): void {
    this.#register(node);
  }

  removeNode(node: Node): void {
    this.#nodes.delete(node);
    for (const name of node.outputs) this.#producers.delete(name);
    for (const name of readTensorNames(node)) this.#consumers.get(name)?.delete(node);
  }

  /** Adds an initializer, or replaces the one of the same name. */
  setInitializer(tensor: Tensor): void {
    this.#initializers.set(tensor.name, tensor);
  }

  /** Lets a node read another tensor at one of its inputs. */
  setInput(node: Node, inputIndex: number, tensorName: string): void {
    const names = [...node.inputs];
    while (names.length <= inputIndex) names.push('');
    names[inputIndex] = tensorName;
    this.#changeInputs(node, names);
  }

  /** Lets every node that reads `from` read `to` instead; graph outputs and nested graphs are left alone. */
  redirectConsumers(from: string, to: string): void {
    for (const node of this.consumers(from)) {
      this.#changeInputs(
        node,
        node.inputs.map((name) => (name === from ? to : name)),
      );
    }
  }

  /** Removes the nodes and initializers that no graph output depends on. */
  removeDead(): void {
    const live = new Set<Node>();
    const liveTensors = new Set(this.graph.outputs.map((output) => output.name));
    const pending = [...liveTensors];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      const node = this.#producers.get(name);
      if (node === undefined || live.has(node)) continue;
      live.add(node);
      for (const input of readTensorNames(node)) {
        if (liveTensors.has(input)) continue;
        liveTensors.add(input);
        pending.push(input);
      }
    }
    for (const node of this.#nodes) if (!live.has(node)) this.removeNode(node);
    for (const name of this.#initializers.keys()) if (!liveTensors.has(name)) this.#initializers.delete(name);
  }

  /**
   * Puts the nodes into topological order (stable: as far as the order allows, nodes stay where they were).
   *
   * @throws OnnxFormatError when nodes depend on each other in a circle, or a node reads a tensor that neither
   *         a node, an initializer nor a graph input provides
   */
  sort(): void {
    const sorted = sortNodes(this);
    this.#nodes.clear();
    for (const node of sorted) this.#nodes.add(node);
  }

  /**
   * Sorts the nodes and writes the edits back into `graph`.
   *
   * @throws OnnxFormatError as `sort`
   */
  commit(): Graph {
    this.sort();
    this.graph.nodes = [...this.#nodes];
    this.graph.initializers = [...this.#initializers.values()];
    this.graph.valueInfos = [];
    return this.graph;
  }

  #register(node: Node): void {
    for (const name of node.outputs) {
      if (name === '') continue;
      const other = this.#producers.get(name);
      if (other !== undefined && other !== node) {
        throw new OnnxFormatError(`The tensor ${name} is made by two nodes.`);
      }
      this.#producers.set(name, node);
    }
    this.#nodes.add(node);
    this.#registerReads(node);
  }

  #registerReads(node: Node): void {
    for (const name of readTensorNames(node)) {
      const readers = this.#consumers.get(name);
      if (readers === undefined) this.#consumers.set(name, new Set([node]));
      else readers.add(node);
    }
  }

  #changeInputs(node: Node, inputs: string[]): void {
    for (const name of readTensorNames(node)) this.#consumers.get(name)?.delete(node);
    node.inputs = inputs;
    this.#registerReads(node);
  }
}

/** The tensors a node reads, those its nested graphs take from outside included; left-out inputs are not. */
export function readTensorNames(node: Node): string[] {
  const names = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes) {
    for (const graph of nestedGraphs(attribute)) names.push(...outerTensorNames(graph));
  }
  return names;
}

function nestedGraphs(attribute: Attribute): Graph[] {
  if (attribute.type === attributeTypes.graphs) return attribute.graphs;
  return attribute.graph === undefined ? [] : [attribute.graph];
}

/** What a nested graph reads from the graph around it. */
function outerTensorNames(graph: Graph): string[] {
  const own = new Set([
    ...graph.inputs.map((input) => input.name),
    ...graph.initializers.map((tensor) => tensor.name),
    ...graph.nodes.flatMap((node) => node.outputs),
  ]);
  const read = [...graph.nodes.flatMap(readTensorNames), ...graph.outputs.map((output) => output.name)];
  return [...new Set(read)].filter((name) => !own.has(name));
}

/** Kahn's algorithm in the manner of a depth-first walk over the nodes' present order. */
function sortNodes(editor: GraphEditor): Node[] {
  const sorted: Node[] = [];
  const state = new Map<Node, 'open' | 'done'>();
  for (const root of editor.nodes) {
    const stack = [root];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state.get(node) === 'done') {
        stack.pop();
        continue;
      }
      const missing = unsortedProducers(editor, node, state);
      if (missing.length === 0) {
        state.set(node, 'done');
        sorted.push(node);
        stack.pop();
        continue;
      }
      if (state.get(node) === 'open') {
        throw new OnnxFormatError(`The node ${node.name || node.opType} depends on itself.`);
      }
      state.set(node, 'open');
      stack.push(...missing.reverse());
    }
  }
  return sorted;
}

function unsortedProducers(
  editor: GraphEditor,
  node: Node,
  state: ReadonlyMap<Node, 'open' | 'done'>,
): Node[] {
  const missing: Node[] = [];
  for (const name of readTensorNames(node)) {
    if (!editor.hasTensor(name)) {
      throw new OnnxFormatError(
        `The node ${node.name || node.opType} reads ${name}, which nothing provides.`,
      );
    }
    const producer = editor.producer(name);
    if (producer !== undefined && state.get(producer) !== 'done') missing.push(producer);
  }
  return missing;
}
