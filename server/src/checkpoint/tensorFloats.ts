import { CheckpointFormatError } from './checkpointFormatError.ts';
import type { CheckpointTensor } from './checkpointIndex.ts';

/**
 * Little-endian bytes of a tensor's elements as float32; float16 and bfloat16 are widened exactly.
 *
 * @param bytes  of whole elements; those of a float32 tensor are referred to, not copied, where they are aligned
 * @throws CheckpointFormatError as `requireFloats`
 */
export function toFloats(tensor: CheckpointTensor, bytes: Uint8Array): Float32Array {
  const type = requireFloats(tensor);
  if (type === 'float32') {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
    return new Float32Array(aligned.buffer, aligned.byteOffset, bytes.length / 4);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const widen = type === 'float16' ? fromFloat16 : fromBfloat16;
  return Float32Array.from({ length: bytes.length / 2 }, (_, index) =>
    widen(view.getUint16(2 * index, true)),
  );
}

/** @throws CheckpointFormatError when the elements are no floats of at most 32 bits, or not in row-major order */
export function requireFloats({
  name,
  type,
  isRowMajor,
}: CheckpointTensor): 'float32' | 'float16' | 'bfloat16' {
  if (!isRowMajor)
    throw new CheckpointFormatError('foreign', `its tensor "${name}" is not in row-major order`);
  if (type === 'float32' || type === 'float16' || type === 'bfloat16') return type;
  throw new CheckpointFormatError(
    'foreign',
    `its tensor "${name}" holds ${type}, not floats of 16 or 32 bits`,
  );
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Source: IEEE 754-2019, binary16. */
function fromFloat16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));
