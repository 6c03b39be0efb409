/**
 * Builds the smallest ONNX model worth running: `y = x + x` on float32 [2], IR version 8, opset 13.
 * Written by hand because three dozen bytes need no library; field numbers are those of onnx.proto.
 */
export function buildProbeGraph(): Uint8Array {
  const node = message(text(1, 'x'), text(1, 'x'), text(2, 'y'), text(4, 'Add'));
  const graph = message(
    field(1, node),
    text(2, 'probe'),
    field(11, floatVector('x')),
    field(12, floatVector('y')),
  );
  return message(integer(1, 8), field(7, graph), field(8, integer(2, 13)));
}

/** ValueInfoProto of a float32 [2]. */
function floatVector(name: string): Uint8Array {
  const shape = field(1, integer(1, 2));
  const tensorType = message(integer(1, 1), field(2, shape));
  return message(text(1, name), field(2, field(1, tensorType)));
}

function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(fields.flatMap((bytes) => [...bytes]));
}

function text(number: number, value: string): Uint8Array {
  return field(number, new TextEncoder().encode(value));
}

/** A length-delimited field of fewer than 128 bytes. */
function field(number: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.of((number << 3) | 2, payload.length, ...payload);
}

/** A varint field below 128. */
function integer(number: number, value: number): Uint8Array {
  return Uint8Array.of(number << 3, value);
}
