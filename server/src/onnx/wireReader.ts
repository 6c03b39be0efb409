import { OnnxFormatError } from './onnxFormatError.ts';

/** Nesting beyond this is refused; real models use seven levels (a branch of an `If` inside a branch adds four). */
const maxDepth = 100;

export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/**
 * Reads protobuf's wire format from a view of the bytes; nothing is copied: `bytes()` returns views.
 * Every read is checked against the end of the message, so no length in the input can cause an allocation
 * larger than the input. Throws only `OnnxFormatError`.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #depth: number;
  #offset = 0;

  constructor(bytes: Uint8Array, depth = 0) {
    if (depth > maxDepth) throw new OnnxFormatError(`Messages are nested more than ${maxDepth} deep.`);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#depth = depth;
  }

  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  /** The next field's number (from 1) and wire type; `start` is where its tag begins, for `since`. */
  tag(): { readonly fieldNumber: number; readonly wireType: number; readonly start: number } {
    const start = this.#offset;
    const value = Number(this.varint());
    const fieldNumber = Math.floor(value / 8);
    if (fieldNumber < 1 || fieldNumber > 0x1fffffff) {
      throw new OnnxFormatError(`Field number ${fieldNumber} at byte ${start} is out of range.`);
    }
    return { fieldNumber, wireType: value % 8, start };
  }

  /** Unsigned, below 2^64. */
  varint(): bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new OnnxFormatError(`A number at byte ${this.#offset} is longer than ten bytes.`);
  }

  float32(): number {
    return this.#view.getFloat32(this.#advance(4), true);
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** A length-delimited field as a view of the input. */
  bytes(): Uint8Array {
    const length = Number(this.varint());
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** A length-delimited field as a reader one level deeper. */
  nested(): WireReader {
    return new WireReader(this.bytes(), this.#depth + 1);
  }

  skip(wireType: number): void {
    if (wireType === wireTypes.varint) this.varint();
    else if (wireType === wireTypes.fixed64) this.#advance(8);
    else if (wireType === wireTypes.bytes) this.bytes();
    else if (wireType === wireTypes.fixed32) this.#advance(4);
    else throw new OnnxFormatError(`Wire type ${wireType} at byte ${this.#offset} is unknown.`);
  }

  /** A view from `start` to the current position. */
  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.#offset);
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw new OnnxFormatError(`The message ends early, at byte ${this.#offset}.`);
    this.#offset += 1;
    return byte;
  }

  #advance(length: number): number {
    const start = this.#offset;
    if (length > this.#bytes.length - start) {
      throw new OnnxFormatError(
        `A field of ${length} bytes at byte ${start} ends after the message's ${this.#bytes.length} bytes.`,
      );
    }
    this.#offset = start + length;
    return start;
  }
}
