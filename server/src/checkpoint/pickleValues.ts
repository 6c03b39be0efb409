import { CheckpointFormatError } from './checkpointFormatError.ts';
import { storageTypes } from './storageTypes.ts';

/** What a pickle of tensors is made of. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | PickleTuple
  | PickleList
  | PickleDictionary
  | PickledStorage
  | PickledTensor
  | PickleGlobal;

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleDictionary {
  readonly kind: 'dictionary';
  readonly entries: Map<string | number, PickleValue>;
}

/** The name of something of Python that this reader knows the meaning of. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: 'orderedDict' | 'rebuildTensor' | keyof typeof storageTypes;
}

export interface PickledStorage {
  readonly kind: 'storage';
  readonly type: keyof typeof storageTypes;
  /** Names the entry of the zip. */
  readonly key: string;
  readonly elementCount: number;
}

export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  readonly elementOffset: number;
  readonly dims: readonly number[];
  /** In elements, one for each of the dims. */
  readonly strides: readonly number[];
}

/** @throws CheckpointFormatError when the name is not one of the few that describe tensors */
export function requireGlobal(name: string): PickleGlobal {
  const known = globals.get(name);
  if (known !== undefined) return { kind: 'global', name: known };
  throw new CheckpointFormatError('foreign', `it asks to run "${printable(name)}", which is never done`);
}

const globals: ReadonlyMap<string, PickleGlobal['name']> = new Map([
  ['collections OrderedDict', 'orderedDict'],
  ['torch._utils _rebuild_tensor_v2', 'rebuildTensor'],
  ...(Object.keys(storageTypes) as (keyof typeof storageTypes)[]).map(
    (type) => [`torch ${type}`, type] as const,
  ),
]);

/** The meaning of calling one of the globals. */
export function call(callable: PickleValue, args: PickleValue): PickleDictionary | PickledTensor {
  if (isKind(callable, 'global') && isKind(args, 'tuple')) {
    if (callable.name === 'orderedDict' && args.items.length === 0) {
      return { kind: 'dictionary', entries: new Map() };
    }
    if (callable.name === 'rebuildTensor') return rebuildTensor(args.items);
  }
  throw isDamaged();
}

/** The meaning of a persistent id: ('storage', type, key, device, element count). */
export function buildStorage(id: PickleValue): PickledStorage {
  const [tag, type, key, , elementCount] = isKind(id, 'tuple') ? id.items : [];
  if (
    tag === 'storage' &&
    isKind(type, 'global') &&
    type.name !== 'orderedDict' &&
    type.name !== 'rebuildTensor' &&
    typeof key === 'string' &&
    isCount(elementCount)
  ) {
    return { kind: 'storage', type: type.name, key, elementCount };
  }
  throw isDamaged();
}

export function isDictionary(value: PickleValue): value is PickleDictionary {
  return isKind(value, 'dictionary');
}

export function isTensor(value: PickleValue): value is PickledTensor {
  return isKind(value, 'tensor');
}

/** (storage, offset, size, stride, requires_grad, hooks). */
function rebuildTensor(args: readonly PickleValue[]): PickledTensor {
  const [storage, elementOffset, size, stride] = args;
  if (isKind(storage, 'storage') && isCount(elementOffset)) {
    const dims = toCounts(size);
    const strides = toCounts(stride);
    if (dims.length === strides.length && dims.length <= axisLimit) {
      return { kind: 'tensor', storage, elementOffset, dims, strides };
    }
  }
  throw isDamaged();
}

const axisLimit = 8;

function toCounts(value: PickleValue | undefined): readonly number[] {
  if (isKind(value, 'tuple') && value.items.every(isCount)) return value.items;
  throw isDamaged();
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isKind<Kind extends Exclude<PickleValue, null | boolean | number | string>['kind']>(
  value: PickleValue | undefined,
  kind: Kind,
): value is Extract<PickleValue, { readonly kind: Kind }> {
  return typeof value === 'object' && value?.kind === kind;
}

/** A name out of a foreign file, for a message. */
function printable(name: string): string {
  return name.replace(/[^ -~]/gu, '?').slice(0, 80);
}

function isDamaged(): CheckpointFormatError {
  return new CheckpointFormatError('broken', 'its list of tensors is damaged');
}
