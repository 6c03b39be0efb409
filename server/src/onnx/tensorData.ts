import { OnnxFormatError } from './onnxFormatError.ts';
import { elementTypes, type ElementType, type KeyAndValue, type Tensor } from './onnxModel.ts';

/** How each element type lies in memory. Booleans are bytes of 0 or 1; floats of 16 bits are their bit patterns. */
export interface TensorArrays {
  float32: Float32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  float16: Uint16Array;
  float64: Float64Array;
  bfloat16: Uint16Array;
}

/**
 * The values of a constant, row-major; a view of the model's bytes where their alignment allows, else a copy.
 *
 * @throws OnnxFormatError when the tensor is of another element type, lies in another file, or has another
 *         number of values than its dims say
 */
export function tensorValues<T extends ElementType>(tensor: Tensor, type: T): TensorArrays[T] {
  if (tensor.dataType !== elementTypes[type]) {
    throw new OnnxFormatError(
      `The tensor ${tensor.name} has element type ${tensor.dataType ?? 0}, not ${type}.`,
    );
  }
  const count = elementCount(tensor.dims);
  const values = tensor.rawData === undefined ? listedValues(tensor, type) : rawValues(tensor.rawData, type);
  if (values.length !== count) {
    throw new OnnxFormatError(`The tensor ${tensor.name} has ${values.length} values instead of ${count}.`);
  }
  return values;
}

/** A constant; `values` is referred to, not copied, on the little-endian machines ONNX's raw data is for. */
export function createTensor<T extends ElementType>(
  name: string,
  type: T,
  content: { readonly dims: readonly number[]; readonly values: TensorArrays[T] },
): Tensor {
  const { dims, values } = content;
  if (values.length !== elementCount(dims)) {
    throw new RangeError(`The tensor ${name} of dims ${dims.join('x')} was given ${values.length} values.`);
  }
  return {
    ...emptyTensor(),
    name,
    dims: [...dims],
    dataType: elementTypes[type],
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

/**
 * A constant whose values lie in another file, little-endian and row-major, from where they are read when the graph is
 * loaded.
 */
export function createExternalTensor(
  name: string,
  type: ElementType,
  content: { readonly dims: readonly number[]; readonly place: ExternalPlace },
): Tensor {
  const { dims, place } = content;
  const entry = (key: string, value: string): KeyAndValue => ({ key, value, unknownFields: [] });
  return {
    ...emptyTensor(),
    name,
    dims: [...dims],
    dataType: elementTypes[type],
    externalData: [
      entry('location', place.location),
      entry('offset', String(place.byteOffset)),
      entry('length', String(place.byteLength)),
    ],
    dataLocation: externalLocation,
  };
}

export interface ExternalPlace {
  /** A path from the folder of the graph's file, with `/`; ONNX Runtime reads none that leads out of that folder. */
  readonly location: string;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Of onnx.proto's `DataLocation`. */
const externalLocation = 1;

/** The element type's name; undefined for the types this folder does not read. */
export function elementTypeOf(tensor: Tensor): ElementType | undefined {
  return (Object.keys(elementTypes) as ElementType[]).find((type) => elementTypes[type] === tensor.dataType);
}

/** The product of the dims; 1 for a scalar. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

function emptyTensor(): Tensor {
  return {
    dims: [],
    dataType: undefined,
    floatData: [],
    int32Data: [],
    stringData: [],
    int64Data: [],
    name: '',
    rawData: undefined,
    doubleData: [],
    externalData: [],
    dataLocation: undefined,
    unknownFields: [],
  };
}

const arrayTypes: {
  readonly [T in ElementType]: {
    readonly BYTES_PER_ELEMENT: number;
    new (buffer: ArrayBufferLike, byteOffset: number, length: number): TensorArrays[T];
  };
} = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  float64: Float64Array,
  bfloat16: Uint16Array,
};

function rawValues<T extends ElementType>(raw: Uint8Array, type: T): TensorArrays[T] {
  const arrayType = arrayTypes[type];
  const size = arrayType.BYTES_PER_ELEMENT;
  if (raw.length % size !== 0)
    throw new OnnxFormatError(`${raw.length} bytes are no whole number of ${type}.`);
  const aligned = raw.byteOffset % size === 0 ? raw : new Uint8Array(raw);
  return new arrayType(aligned.buffer, aligned.byteOffset, raw.length / size);
}

/** onnx.proto's older form: one list per family of types; int32Data serves every type of up to 32 bits. */
function listedValues<T extends ElementType>(tensor: Tensor, type: T): TensorArrays[T] {
  const arrays: { readonly [K in ElementType]: () => TensorArrays[K] } = {
    float32: () => Float32Array.from(tensor.floatData),
    uint8: () => Uint8Array.from(tensor.int32Data),
    int8: () => Int8Array.from(tensor.int32Data),
    int32: () => Int32Array.from(tensor.int32Data),
    int64: () => BigInt64Array.from(tensor.int64Data),
    bool: () => Uint8Array.from(tensor.int32Data),
    float16: () => Uint16Array.from(tensor.int32Data),
    float64: () => Float64Array.from(tensor.doubleData),
    bfloat16: () => Uint16Array.from(tensor.int32Data),
  };
  return arrays[type]();
}
