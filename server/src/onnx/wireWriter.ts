import { wireTypes } from './wireReader.ts';

/**
 * Collects protobuf's wire format as a list of pieces, so that weights are referred to until `finish` copies
 * each byte exactly once into one array of the exact size.
 */
export class WireWriter {
  readonly #pieces: Uint8Array[] = [];
  #byteLength = 0;

  get byteLength(): number {
    return this.#byteLength;
  }

  tag(fieldNumber: number, wireType: number): void {
    this.varint(BigInt(fieldNumber * 8 + wireType));
  }

  /** `value` is taken modulo 2^64, so that negative int64 values become ten bytes as protobuf asks. */
  varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.raw(Uint8Array.from(bytes));
  }

  float32(value: number): void {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.raw(bytes);
  }

  float64(value: number): void {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.raw(bytes);
  }

  /** A length-delimited field, tag included; `bytes` is kept by reference until `finish`. */
  bytes(fieldNumber: number, bytes: Uint8Array): void {
    this.tag(fieldNumber, wireTypes.bytes);
    this.varint(BigInt(bytes.length));
    this.raw(bytes);
  }

  /** A length-delimited field whose content `write` produces. */
  nested(fieldNumber: number, write: (writer: WireWriter) => void): void {
    const inner = new WireWriter();
    write(inner);
    this.tag(fieldNumber, wireTypes.bytes);
    this.varint(BigInt(inner.byteLength));
    for (const piece of inner.#pieces) this.raw(piece);
  }

  /** Bytes as they are, kept by reference until `finish`. */
  raw(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#byteLength += bytes.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#byteLength);
    let offset = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }
}
