import { OnnxFormatError } from './onnxFormatError.ts';
import { decodeText, encodeText } from './text.ts';
import { type WireReader, wireTypes } from './wireReader.ts';
import type { WireWriter } from './wireWriter.ts';

/**
 * Builds the reader and writer of one protobuf message type from the table of its fields.
 *
 * Why not a protobuf library: the weights of a model are 100 to 350 MB of `bytes` fields that must stay views
 * of the file, fields this version does not know must survive a rewrite, and malformed input must end in one
 * error type. The libraries copy, drop unknown fields, or build their classes at run time without types; the
 * part of the wire format that ONNX uses is small enough to own.
 *
 * Fields are written in the table's order, so that a model written in order of field numbers, as the official
 * libraries do, is reproduced byte for byte. Unknown fields follow at the end.
 */
export function createMessageCodec<T extends WithUnknownFields>(fields: FieldTable<T>): MessageCodec<T> {
  const entries = Object.entries<Field<unknown>>(fields as Readonly<Record<string, Field<unknown>>>);
  const byNumber = new Map(entries.map(([key, field]) => [field.number, { key, field }]));
  return {
    read(reader) {
      const values: Record<string, unknown> = {};
      for (const [key, field] of entries) values[key] = field.initial();
      const unknown: Uint8Array[] = [];
      while (!reader.isAtEnd) {
        const { fieldNumber, wireType, start } = reader.tag();
        const known = byNumber.get(fieldNumber);
        if (known === undefined) {
          reader.skip(wireType);
          unknown.push(reader.since(start));
        } else {
          values[known.key] = known.field.read({ reader, wireType }, values[known.key]);
        }
      }
      values['unknownFields'] = unknown;
      return values as unknown as T;
    },
    write(writer, message) {
      const values = message as Readonly<Record<string, unknown>>;
      for (const [key, field] of entries) field.write(writer, values[key]);
      for (const bytes of message.unknownFields) writer.raw(bytes);
    },
  };
}

export interface WithUnknownFields {
  /** Fields this version does not know, tags included, in the order read; written back at the end. */
  unknownFields: readonly Uint8Array[];
}

export interface MessageCodec<T> {
  read(reader: WireReader): T;
  write(writer: WireWriter, message: T): void;
}

export type FieldTable<T extends WithUnknownFields> = {
  readonly [K in Exclude<keyof T, 'unknownFields'>]-?: Field<T[K]>;
};

export interface Field<V> {
  readonly number: number;
  initial(): V;
  /** Takes one occurrence of the field; `current` is the value so far. */
  read(from: FieldSource, current: V): V;
  write(writer: WireWriter, value: V): void;
}

export interface FieldSource {
  readonly reader: WireReader;
  readonly wireType: number;
}

/** How one value lies on the wire. */
export interface Scalar<V> {
  readonly wireType: number;
  read(reader: WireReader): V;
  write(writer: WireWriter, value: V): void;
}

export const int64: Scalar<bigint> = {
  wireType: wireTypes.varint,
  read: (reader) => BigInt.asIntN(64, reader.varint()),
  write: (writer, value) => {
    writer.varint(value);
  },
};

/** An int64, uint64, int32 or enum that a number holds exactly. */
export const integer: Scalar<number> = {
  wireType: wireTypes.varint,
  read(reader) {
    const value = Number(BigInt.asIntN(64, reader.varint()));
    if (!Number.isSafeInteger(value)) throw new OnnxFormatError(`The integer ${value} is out of range.`);
    return value;
  },
  write: (writer, value) => {
    writer.varint(BigInt(value));
  },
};

export const float32: Scalar<number> = {
  wireType: wireTypes.fixed32,
  read: (reader) => reader.float32(),
  write: (writer, value) => {
    writer.float32(value);
  },
};

export const float64: Scalar<number> = {
  wireType: wireTypes.fixed64,
  read: (reader) => reader.float64(),
  write: (writer, value) => {
    writer.float64(value);
  },
};

export function optional<V>(number: number, scalar: Scalar<V>): Field<V | undefined> {
  return {
    number,
    initial: () => undefined,
    read({ reader, wireType }) {
      expectWireType(wireType, scalar.wireType, number);
      return scalar.read(reader);
    },
    write(writer, value) {
      if (value === undefined) return;
      writer.tag(number, scalar.wireType);
      scalar.write(writer, value);
    },
  };
}

/** Accepts both encodings of a list, as protobuf asks; writes the one that onnx.proto declares. */
export function repeated<V>(number: number, scalar: Scalar<V>, encoding: 'packed' | 'unpacked'): Field<V[]> {
  return {
    number,
    initial: () => [],
    read({ reader, wireType }, current) {
      if (wireType === wireTypes.bytes) {
        const packed = reader.nested();
        while (!packed.isAtEnd) current.push(scalar.read(packed));
      } else {
        expectWireType(wireType, scalar.wireType, number);
        current.push(scalar.read(reader));
      }
      return current;
    },
    write(writer, values) {
      if (values.length === 0) return;
      if (encoding === 'packed') {
        writer.nested(number, (inner) => {
          for (const value of values) scalar.write(inner, value);
        });
        return;
      }
      for (const value of values) {
        writer.tag(number, scalar.wireType);
        scalar.write(writer, value);
      }
    },
  };
}

/** Absent and empty are the same. */
export function string(number: number): Field<string> {
  return {
    number,
    initial: () => '',
    read: ({ reader, wireType }) => decodeText(readBytes(reader, wireType, number)),
    write(writer, value) {
      if (value !== '') writer.bytes(number, encodeText(value));
    },
  };
}

export function repeatedString(number: number): Field<string[]> {
  return {
    number,
    initial: () => [],
    read({ reader, wireType }, current) {
      current.push(decodeText(readBytes(reader, wireType, number)));
      return current;
    },
    write(writer, values) {
      for (const value of values) writer.bytes(number, encodeText(value));
    },
  };
}

/** A view of the file, never a copy. */
export function optionalBytes(number: number): Field<Uint8Array | undefined> {
  return {
    number,
    initial: () => undefined,
    read: ({ reader, wireType }) => readBytes(reader, wireType, number),
    write(writer, value) {
      if (value !== undefined) writer.bytes(number, value);
    },
  };
}

export function repeatedBytes(number: number): Field<Uint8Array[]> {
  return {
    number,
    initial: () => [],
    read({ reader, wireType }, current) {
      current.push(readBytes(reader, wireType, number));
      return current;
    },
    write(writer, values) {
      for (const value of values) writer.bytes(number, value);
    },
  };
}

/** `codec` is a function because message types contain each other. The last occurrence wins. */
export function optionalMessage<T>(number: number, codec: () => MessageCodec<T>): Field<T | undefined> {
  return {
    number,
    initial: () => undefined,
    read({ reader, wireType }) {
      expectWireType(wireType, wireTypes.bytes, number);
      return codec().read(reader.nested());
    },
    write(writer, value) {
      if (value === undefined) return;
      writer.nested(number, (inner) => {
        codec().write(inner, value);
      });
    },
  };
}

export function repeatedMessage<T>(number: number, codec: () => MessageCodec<T>): Field<T[]> {
  return {
    number,
    initial: () => [],
    read({ reader, wireType }, current) {
      expectWireType(wireType, wireTypes.bytes, number);
      current.push(codec().read(reader.nested()));
      return current;
    },
    write(writer, values) {
      for (const value of values) {
        writer.nested(number, (inner) => {
          codec().write(inner, value);
        });
      }
    },
  };
}

function readBytes(reader: WireReader, wireType: number, fieldNumber: number): Uint8Array {
  expectWireType(wireType, wireTypes.bytes, fieldNumber);
  return reader.bytes();
}

function expectWireType(actual: number, expected: number, fieldNumber: number): void {
  if (actual !== expected) {
    throw new OnnxFormatError(`Field ${fieldNumber} has wire type ${actual} instead of ${expected}.`);
  }
}
