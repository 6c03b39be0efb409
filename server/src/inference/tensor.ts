/** Typed array behind each element type; booleans are 0 or 1, float16 is its bits. */
export interface TensorDataTypes {
  readonly float32: Float32Array;
  readonly float16: Uint16Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly bool: Uint8Array;
  readonly float64: Float64Array;
}

export type TensorType = keyof TensorDataTypes;

export interface TensorOf<Type extends TensorType> {
  readonly type: Type;
  readonly dims: readonly number[];
  /** Row-major. Reading it throws where the tensor lives on a device (see `SessionOptions.deviceOutputs`). */
  readonly data: TensorDataTypes[Type];
}

/** A value given to or taken from a session. `type` tells which typed array `data` is. */
export type Tensor = { readonly [Type in TensorType]: TensorOf<Type> }[TensorType];

export type NamedTensors = Readonly<Record<string, Tensor>>;

/** @param data  used in place, not copied; its length is the product of `dims` */
export function float32Tensor(data: Float32Array, dims: readonly number[]): TensorOf<'float32'> {
  return { type: 'float32', dims, data };
}

/**
 * @param values  whole numbers, row by row
 * @throws RangeError for a fraction
 */
export function int64Tensor(values: readonly number[], dims: readonly number[]): TensorOf<'int64'> {
  return { type: 'int64', dims, data: BigInt64Array.from(values, BigInt) };
}

/** Of one element: [1]. */
export function boolTensor(value: boolean): TensorOf<'bool'> {
  return { type: 'bool', dims: [1], data: Uint8Array.of(value ? 1 : 0) };
}

/**
 * Takes one output of a known element type.
 *
 * @throws Error when there is no such output or it has another type: the graph is not the one the caller knows
 */
export function outputOf<Type extends TensorType>(
  outputs: NamedTensors,
  name: string,
  type: Type,
): TensorOf<Type> {
  const tensor = outputs[name];
  if (tensor === undefined) {
    throw new Error(`The model gave no output named "${name}".`);
  }
  if (!hasType(tensor, type)) {
    throw new Error(`The model's output "${name}" is ${tensor.type}, not ${type}.`);
  }
  return tensor;
}

function hasType<Type extends TensorType>(tensor: Tensor, type: Type): tensor is Tensor & TensorOf<Type> {
  return tensor.type === type;
}
