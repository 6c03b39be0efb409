import { elementTypes, type ElementType, type Graph, type ValueInfo } from './onnxModel.ts';

/** What a graph takes and gives, by name. */
export interface GraphSignature {
  readonly inputs: Readonly<Record<string, TensorSignature>>;
  readonly outputs: Readonly<Record<string, TensorSignature>>;
}

export interface TensorSignature {
  readonly type: ElementType;
  /** A number where it is fixed. */
  readonly dims: readonly (number | string)[];
}

/**
 * Where a graph is not the one that is expected: the first difference as a clause, undefined where there is none. A
 * dimension that either side leaves open fits; further outputs do not matter.
 */
export function findDifference(graph: Graph, { inputs, outputs }: GraphSignature): string | undefined {
  const initializers = new Set(graph.initializers.map(({ name }) => name));
  const fed = graph.inputs.filter(({ name }) => !initializers.has(name));
  const unexpected = fed.find(({ name }) => inputs[name] === undefined);
  return (
    findMissing('input', fed, inputs) ??
    (unexpected && `it has an input "${unexpected.name}" that is not known`) ??
    findMissing('output', graph.outputs, outputs)
  );
}

function findMissing(
  role: 'input' | 'output',
  values: readonly ValueInfo[],
  expected: GraphSignature['inputs'],
): string | undefined {
  for (const [name, tensor] of Object.entries(expected)) {
    const found = values.find((value) => value.name === name)?.type?.tensor;
    if (found === undefined) return `it has no ${role} "${name}"`;
    const type = typeName(found.elementType);
    const dims = found.shape?.dimensions.map(({ size, symbol }) => size ?? symbol);
    if (type !== tensor.type || !fits(dims, tensor.dims))
      return `its ${role} "${name}" is ${type} [${(dims ?? ['...']).join(', ')}], not ${tensor.type} [${tensor.dims.join(', ')}]`;
  }
  return undefined;
}

/** @param dims  undefined: not said */
function fits(
  dims: readonly (number | string)[] | undefined,
  expected: readonly (number | string)[],
): boolean {
  if (dims === undefined) return true;
  const isOpen = (dim: number | string | undefined): boolean => typeof dim !== 'number';
  return (
    dims.length === expected.length &&
    dims.every((dim, index) => isOpen(dim) || isOpen(expected[index]) || dim === expected[index])
  );
}

function typeName(elementType: number | undefined): string {
  return Object.entries(elementTypes).find(([, type]) => type === elementType)?.[0] ?? 'of another type';
}
