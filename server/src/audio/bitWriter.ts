/** Writes numbers of any width behind each other, bit by bit. */
export interface BitWriter {
  /** The lowest `width` bits of `value`, at most 32, most significant first. */
  put(value: number, width: number): void;
  /** Two's complement. */
  putSigned(value: number, width: number): void;
  /** The quotient by 2^parameter in zeros and a one, then the remainder. */
  putRice(value: number, parameter: number): void;
  /** Zeros up to the next byte. */
  align(): void;
  byteCount(): number;
  /** Whole bytes from there on, not a copy. */
  bytesFrom(start: number): Uint8Array;
  bytes(): Uint8Array;
}

export function createBitWriter(): BitWriter {
  let buffer = new Uint8Array(16_384);
  let bitCount = 0;
  const reserve = (width: number): void => {
    if ((bitCount + width + 7) >> 3 <= buffer.length) return;
    const grown = new Uint8Array(buffer.length * 2);
    grown.set(buffer);
    buffer = grown;
  };
  const put = (value: number, width: number): void => {
    reserve(width);
    for (let left = width; left > 0;) {
      const room = 8 - (bitCount & 7);
      const taken = Math.min(room, left);
      const bits = (value >>> (left - taken)) & ((1 << taken) - 1);
      buffer[bitCount >> 3] |= bits << (room - taken);
      bitCount += taken;
      left -= taken;
    }
  };
  return {
    put,
    putSigned: (value, width) => {
      put(value & (2 ** width - 1), width);
    },
    putRice: (value, parameter) => {
      for (let zeros = value >>> parameter; zeros > 0; zeros -= 32) put(0, Math.min(32, zeros));
      put(1, 1);
      put(value, parameter);
    },
    align: () => {
      bitCount = (bitCount + 7) & ~7;
    },
    byteCount: () => bitCount >> 3,
    bytesFrom: (start) => buffer.subarray(start, bitCount >> 3),
    bytes: () => buffer.slice(0, bitCount >> 3),
  };
}
