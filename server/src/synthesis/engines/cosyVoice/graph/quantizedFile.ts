import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Checkpoint } from '../../../../checkpoint/openCheckpoint.ts';
import { inStore } from '../../../../files/fileSystemErrors.ts';
import { writeFully } from '../../../../system/writeFully.ts';
import {
  quantizeBlocks,
  quantizeOutputs,
  toHalves,
  type QuantizedWeights,
} from '../../../../onnx/quantization.ts';

/**
 * How products are computed in fewer bits. `blocks`: weights in blocks of 32, activations rounded in blocks too, for the few
 * rows of a step of the language model; `outputs`: one scale for each output and one for all activations, for the
 * thousand rows of the flow; `narrowOutputs`: the same in 7 bits, for processors whose products of 8 bits overflow (see
 * `hasExactSignedProducts`). `halves`: floats of 16 bits, for graphics cards, with all between the products in 32 bits.
 */
export type QuantizedKind = 'blocks' | 'outputs' | 'narrowOutputs' | 'halves';

/** Weights in fewer bits beside their checkpoint, in a file of their own. */
export interface QuantizedFile {
  readonly kind: QuantizedKind;
  /** By the name of the layer, without `.weight`. */
  readonly products: ReadonlyMap<string, QuantizedPlace>;
  readonly byteLength: number;
}

/** Of one product, in bytes of the file. */
export interface QuantizedPlace {
  readonly from: number;
  readonly to: number;
  readonly levels: ByteRange;
  /** Empty for halves. */
  readonly scales: ByteRange;
}

export interface ByteRange {
  readonly byteOffset: number;
  readonly byteLength: number;
}

export const blockSize = 32;

/**
 * Where the weights of layers lie in their quantized file: it follows from their shapes alone.
 *
 * @throws SpeechError modelIncompatible when the checkpoint has no such layer
 */
export function planQuantizedFile(
  checkpoint: Checkpoint,
  kind: QuantizedKind,
  parts: readonly string[],
): QuantizedFile {
  const products = new Map<string, QuantizedPlace>();
  let end = 0;
  const place = (byteLength: number): ByteRange => {
    if (byteLength === 0) return { byteOffset: end, byteLength };
    const byteOffset = Math.ceil(end / alignment) * alignment;
    end = byteOffset + byteLength;
    return { byteOffset, byteLength };
  };
  for (const part of parts) {
    const [to = 0, from = 0] = checkpoint.tensor(`${part}.weight`).dims;
    const levels = place(to * from * (kind === 'halves' ? 2 : 1));
    products.set(part, { from, to, levels, scales: place(4 * scaleCounts[kind](from, to)) });
  }
  return { kind, products, byteLength: end };
}

const scaleCounts: Readonly<Record<QuantizedKind, (from: number, to: number) => number>> = {
  blocks: (from, to) => (to * from) / blockSize,
  outputs: (_, to) => to,
  narrowOutputs: (_, to) => to,
  halves: () => 0,
};

/** ONNX Runtime maps a file's pages into memory. */
const alignment = 4096;

/**
 * Makes the file, as a whole or not at all: a gigabyte of weights takes some seconds. The weights of one layer are in
 * memory at a time.
 *
 * @throws SpeechError diskFull, cacheNotWritable, and as `Checkpoint.read`; the signal's reason
 */
export async function writeQuantizedFile(
  checkpoint: Checkpoint,
  { kind, products }: QuantizedFile,
  { file, signal }: { readonly file: string; readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const draft = `${file}.${randomUUID()}`;
  await inStore({ folder: path.dirname(file) }, async () => {
    const handle = await open(draft, 'wx');
    try {
      for (const [part, place] of products) {
        signal.throwIfAborted();
        const weights = await checkpoint.read(`${part}.weight`);
        const { levels, scales } = quantize(weights, kind, place.to);
        await writeAt(handle, place.levels, levels);
        await writeAt(handle, place.scales, scales);
      }
      await handle.sync();
      await handle.close();
      await rename(draft, file);
    } catch (error) {
      await handle.close();
      await rm(draft, { force: true });
      throw error;
    }
  });
}

function quantize(
  weights: Float32Array,
  kind: QuantizedKind,
  to: number,
): QuantizedWeights<Uint8Array | Int8Array | Uint16Array> {
  switch (kind) {
    case 'blocks':
      return quantizeBlocks(weights, blockSize);
    case 'outputs':
      return quantizeOutputs(weights, { to, largestLevel: 127 });
    case 'narrowOutputs':
      return quantizeOutputs(weights, { to, largestLevel: 63 });
    case 'halves':
      return { levels: toHalves(weights), scales: new Float32Array(0) };
  }
}

async function writeAt(
  handle: FileHandle,
  { byteOffset }: ByteRange,
  values: ArrayBufferView,
): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  await writeFully(handle, bytes, byteOffset);
}
