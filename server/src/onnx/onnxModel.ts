import {
  createMessageCodec,
  float32,
  float64,
  int64,
  integer,
  optional,
  optionalBytes,
  optionalMessage,
  repeated,
  repeatedBytes,
  repeatedMessage,
  repeatedString,
  string,
  type MessageCodec,
  type WithUnknownFields,
} from './messageCodec.ts';
import { WireReader } from './wireReader.ts';
import { WireWriter } from './wireWriter.ts';

/**
 * Reads an ONNX model. Weights stay views of `bytes`, which must not change while the model is in use.
 *
 * @throws OnnxFormatError when the bytes are not a protobuf of this shape; nothing else
 * Source: onnx.proto of ONNX 1.19 (field numbers and types)
 */
export function readModel(bytes: Uint8Array): Model {
  return modelCodec.read(new WireReader(bytes));
}

/** Writes a model; each weight is copied once, into the result. */
export function writeModel(model: Model): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter();
  modelCodec.write(writer, model);
  return writer.finish();
}

export interface Model extends WithUnknownFields {
  irVersion: number | undefined;
  producerName: string;
  producerVersion: string;
  domain: string;
  modelVersion: number | undefined;
  docString: string;
  graph: Graph | undefined;
  operatorSets: OperatorSet[];
  metadata: KeyAndValue[];
}

/** Of metadata: whatever the exporter had to say. */
export interface KeyAndValue extends WithUnknownFields {
  key: string;
  value: string;
}

/** The version of the operators that a domain's nodes mean; `''` is ONNX's own domain. */
export interface OperatorSet extends WithUnknownFields {
  domain: string;
  version: number | undefined;
}

/** Nodes are in topological order: every input is made by an earlier node, an initializer or a graph input. */
export interface Graph extends WithUnknownFields {
  nodes: Node[];
  name: string;
  initializers: Tensor[];
  docString: string;
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  valueInfos: ValueInfo[];
}

/** An empty input or output name means: left out. */
export interface Node extends WithUnknownFields {
  inputs: string[];
  outputs: string[];
  name: string;
  opType: string;
  attributes: Attribute[];
  docString: string;
  domain: string;
}

export const attributeTypes = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
} as const;

/** `type` (of `attributeTypes`) says which one of the values holds. */
export interface Attribute extends WithUnknownFields {
  name: string;
  float: number | undefined;
  int: bigint | undefined;
  string: Uint8Array | undefined;
  tensor: Tensor | undefined;
  graph: Graph | undefined;
  floats: number[];
  ints: bigint[];
  strings: Uint8Array[];
  tensors: Tensor[];
  graphs: Graph[];
  docString: string;
  type: number | undefined;
}

/** ONNX's element types that this folder can read and write as typed arrays. */
export const elementTypes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const;

export type ElementType = keyof typeof elementTypes;

/**
 * A constant. Its values lie in `rawData` (little-endian, row-major), in the list for its type, or in another file
 * that `externalData` names.
 */
export interface Tensor extends WithUnknownFields {
  dims: number[];
  /** A number of `elementTypes`, or of ONNX types this folder does not read. */
  dataType: number | undefined;
  floatData: number[];
  int32Data: number[];
  stringData: Uint8Array[];
  int64Data: bigint[];
  name: string;
  rawData: Uint8Array | undefined;
  doubleData: number[];
  /** `location`, a path beside the model's file, `offset` and `length` in bytes; read where `dataLocation` is 1. */
  externalData: KeyAndValue[];
  dataLocation: number | undefined;
}

/** The name and type of a graph's input or output, or of a tensor between two nodes. */
export interface ValueInfo extends WithUnknownFields {
  name: string;
  type: ValueType | undefined;
  docString: string;
}

/** Only tensors are described; sequences, maps and optionals are kept as unknown fields. */
export interface ValueType extends WithUnknownFields {
  tensor: TensorType | undefined;
}

export interface TensorType extends WithUnknownFields {
  elementType: number | undefined;
  shape: Shape | undefined;
}

export interface Shape extends WithUnknownFields {
  dimensions: Dimension[];
}

/** A size, a symbolic name, or (both left out) unknown. */
export interface Dimension extends WithUnknownFields {
  size: number | undefined;
  symbol: string;
}

const dimensionCodec = createMessageCodec<Dimension>({ size: optional(1, integer), symbol: string(2) });

const shapeCodec = createMessageCodec<Shape>({ dimensions: repeatedMessage(1, () => dimensionCodec) });

const tensorTypeCodec = createMessageCodec<TensorType>({
  elementType: optional(1, integer),
  shape: optionalMessage(2, () => shapeCodec),
});

const valueTypeCodec = createMessageCodec<ValueType>({ tensor: optionalMessage(1, () => tensorTypeCodec) });

const valueInfoCodec = createMessageCodec<ValueInfo>({
  name: string(1),
  type: optionalMessage(2, () => valueTypeCodec),
  docString: string(3),
});

const keyAndValueCodec = createMessageCodec<KeyAndValue>({ key: string(1), value: string(2) });

const tensorCodec = createMessageCodec<Tensor>({
  dims: repeated(1, integer, 'unpacked'),
  dataType: optional(2, integer),
  floatData: repeated(4, float32, 'packed'),
  int32Data: repeated(5, integer, 'packed'),
  stringData: repeatedBytes(6),
  int64Data: repeated(7, int64, 'packed'),
  name: string(8),
  rawData: optionalBytes(9),
  doubleData: repeated(10, float64, 'packed'),
  externalData: repeatedMessage(13, () => keyAndValueCodec),
  dataLocation: optional(14, integer),
});

const attributeCodec: MessageCodec<Attribute> = createMessageCodec<Attribute>({
  name: string(1),
  float: optional(2, float32),
  int: optional(3, int64),
  string: optionalBytes(4),
  tensor: optionalMessage(5, () => tensorCodec),
  graph: optionalMessage(6, () => graphCodec),
  floats: repeated(7, float32, 'unpacked'),
  ints: repeated(8, int64, 'unpacked'),
  strings: repeatedBytes(9),
  tensors: repeatedMessage(10, () => tensorCodec),
  graphs: repeatedMessage(11, () => graphCodec),
  docString: string(13),
  type: optional(20, integer),
});

const nodeCodec = createMessageCodec<Node>({
  inputs: repeatedString(1),
  outputs: repeatedString(2),
  name: string(3),
  opType: string(4),
  attributes: repeatedMessage(5, () => attributeCodec),
  docString: string(6),
  domain: string(7),
});

const graphCodec: MessageCodec<Graph> = createMessageCodec<Graph>({
  nodes: repeatedMessage(1, () => nodeCodec),
  name: string(2),
  initializers: repeatedMessage(5, () => tensorCodec),
  docString: string(10),
  inputs: repeatedMessage(11, () => valueInfoCodec),
  outputs: repeatedMessage(12, () => valueInfoCodec),
  valueInfos: repeatedMessage(13, () => valueInfoCodec),
});

const operatorSetCodec = createMessageCodec<OperatorSet>({
  domain: string(1),
  version: optional(2, integer),
});

const modelCodec = createMessageCodec<Model>({
  irVersion: optional(1, integer),
  producerName: string(2),
  producerVersion: string(3),
  domain: string(4),
  modelVersion: optional(5, integer),
  docString: string(6),
  graph: optionalMessage(7, () => graphCodec),
  operatorSets: repeatedMessage(8, () => operatorSetCodec),
  metadata: repeatedMessage(14, () => keyAndValueCodec),
});
