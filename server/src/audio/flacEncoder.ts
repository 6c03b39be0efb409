import { createBitWriter, type BitWriter } from './bitWriter.ts';
import { crc16, crc8 } from './crc.ts';
import { toPcm16Step } from './pcm.ts';
import { buildVorbisComment, type SoundTags } from './soundTags.ts';
import { utf8Code } from './utf8.ts';

/** Compresses mono sound to a FLAC stream without loss beyond 16 bits. How the sound is cut changes no byte. */
export interface FlacEncoder {
  /** @returns the bytes that are complete by now, possibly none; the first ones begin with the stream's header */
  push(samples: Float32Array): Uint8Array;
  /** Ends the stream. @returns the rest of it. @throws RangeError where not as many samples came as were announced */
  flush(): Uint8Array;
}

export interface FlacOptions {
  /** How many samples will come, so that players know the length from the start; absent, and 0: the header leaves it unknown. */
  readonly sampleCount?: number;
}

/**
 * Fixed predictors of order 0 to 4 and partitioned Rice coding, in blocks of 4096 samples. The header leaves the
 * sizes of frames and the checksum of the sound unknown, as a stream that is still being made must.
 *
 * @param sampleRateHz  1 to 65535
 * @throws RangeError for other rates, for a count beyond 36 bits and for tags beyond 16 MiB
 * Source: RFC 9639, sections 8 and 9.
 */
export function createFlacEncoder(
  sampleRateHz: number,
  tags: SoundTags,
  { sampleCount }: FlacOptions = {},
): FlacEncoder {
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1 || sampleRateHz > 0xffff) {
    throw new RangeError(`${sampleRateHz} is no sample rate of a FLAC frame`);
  }
  if (
    sampleCount !== undefined &&
    !(Number.isInteger(sampleCount) && sampleCount >= 0 && sampleCount < 2 ** 36)
  ) {
    throw new RangeError(`${sampleCount} is no length of a FLAC stream`);
  }
  const comment = buildVorbisComment(tags);
  if (comment.length >= 2 ** 24)
    throw new RangeError(`${comment.length} bytes of tags do not fit a FLAC stream`);
  const block = new Int32Array(blockSamples);
  const scratch = createScratch();
  let filled = 0;
  let frameIndex = 0;
  let hasHeader = false;
  const encode = (samples: Float32Array, isLast: boolean): Uint8Array => {
    const writer = createBitWriter();
    if (!hasHeader) writeStreamHeader(writer, { sampleRateHz, sampleCount: sampleCount ?? 0, comment });
    hasHeader = true;
    for (let index = 0; index < samples.length; index += 1) {
      block[filled++] = toPcm16Step(samples[index]);
      if (filled < blockSamples) continue;
      writeFrame(writer, block, { frameIndex: frameIndex++, sampleRateHz, scratch });
      filled = 0;
    }
    if (isLast && filled > 0) {
      writeFrame(writer, block.subarray(0, filled), { frameIndex, sampleRateHz, scratch });
      filled = 0;
    }
    return writer.bytes();
  };
  return {
    push: (samples) => encode(samples, false),
    flush: () => {
      const count = frameIndex * blockSamples + filled;
      if (sampleCount !== undefined && count !== sampleCount) {
        throw new RangeError(`${count} samples came, not the ${sampleCount} that were announced`);
      }
      return encode(new Float32Array(0), true);
    },
  };
}

const blockSamples = 4096;
const sampleBits = 16;
const maxOrder = 4;
const maxPartitionOrder = 6;
/** 15 announces samples that are not coded. */
const maxRiceParameter = 14;

/** Room for one block's work. */
interface Scratch {
  /** Row `order` holds the residuals of that predictor; those before index `order` mean nothing. */
  readonly residuals: readonly Int32Array[];
  /** Sums of the folded residuals of the smallest partitions. */
  readonly sums: Float64Array;
}

interface Frame {
  readonly frameIndex: number;
  readonly sampleRateHz: number;
  readonly scratch: Scratch;
}

/** How residuals are written: `2 ** partitionOrder` partitions with a Rice parameter each. */
interface RicePlan {
  readonly partitionOrder: number;
  readonly parameters: readonly number[];
  readonly bitCount: number;
}

function createScratch(): Scratch {
  return {
    residuals: Array.from({ length: maxOrder + 1 }, () => new Int32Array(blockSamples)),
    sums: new Float64Array(1 << maxPartitionOrder),
  };
}

interface StreamHeader {
  readonly sampleRateHz: number;
  /** 0: unknown. */
  readonly sampleCount: number;
  /** A Vorbis comment. */
  readonly comment: Uint8Array;
}

function writeStreamHeader(writer: BitWriter, { sampleRateHz, sampleCount, comment }: StreamHeader): void {
  for (const character of 'fLaC') writer.put(character.charCodeAt(0), 8);
  writer.put(0x00, 8); // A metadata block, STREAMINFO.
  writer.put(34, 24);
  writer.put(blockSamples, 16);
  writer.put(blockSamples, 16);
  writer.put(0, 24); // Sizes of frames: unknown.
  writer.put(0, 24);
  writer.put(sampleRateHz, 20);
  writer.put(0, 3); // One channel.
  writer.put(sampleBits - 1, 5);
  writer.put(Math.floor(sampleCount / 2 ** 32), 4);
  writer.put(sampleCount >>> 0, 32);
  for (let index = 0; index < 16; index += 1) writer.put(0, 8); // MD5: unknown.
  writer.put(0x84, 8); // The last metadata block, VORBIS_COMMENT.
  writer.put(comment.length, 24);
  for (const byte of comment) writer.put(byte, 8);
}

function writeFrame(
  writer: BitWriter,
  block: Int32Array,
  { frameIndex, sampleRateHz, scratch }: Frame,
): void {
  const start = writer.byteCount();
  writer.put(0xfff8, 16); // Sync code; all blocks but the last have the same size.
  writer.put(0x7d, 8); // Block size in 16 bits, sample rate in 16 bits of hertz.
  writer.put(0x08, 8); // One channel of 16 bits.
  for (const byte of utf8Code(frameIndex)) writer.put(byte, 8);
  writer.put(block.length - 1, 16);
  writer.put(sampleRateHz, 16);
  writer.put(crc8(writer.bytesFrom(start)), 8);
  writeSubframe(writer, block, scratch);
  writer.align();
  writer.put(crc16(writer.bytesFrom(start)), 16);
}

function writeSubframe(writer: BitWriter, block: Int32Array, scratch: Scratch): void {
  const order = choosePredictor(block, scratch.residuals);
  const residuals = scratch.residuals[order].subarray(order, block.length);
  const plan = planRice(residuals, order, scratch.sums);
  if (order * sampleBits + plan.bitCount >= block.length * sampleBits) {
    writer.put(0x02, 8); // Verbatim.
    for (const sample of block) writer.putSigned(sample, sampleBits);
    return;
  }
  writer.put((8 + order) << 1, 8);
  for (let index = 0; index < order; index += 1) writer.putSigned(block[index], sampleBits);
  writer.put(0, 2); // Rice parameters of four bits.
  writer.put(plan.partitionOrder, 4);
  const partitionSamples = block.length >> plan.partitionOrder;
  plan.parameters.forEach((parameter, partition) => {
    writer.put(parameter, 4);
    const from = Math.max(0, partition * partitionSamples - order);
    const to = (partition + 1) * partitionSamples - order;
    for (let index = from; index < to; index += 1) writer.putRice(folded(residuals[index]), parameter);
  });
}

/** Fills the rows with the differences of order 0 to 4. @returns the order whose residuals are the smallest */
function choosePredictor(block: Int32Array, residuals: readonly Int32Array[]): number {
  residuals[0].set(block);
  let best = 0;
  let bestSum = Infinity;
  for (let order = 0; order <= Math.min(maxOrder, block.length - 1); order += 1) {
    const row = residuals[order];
    if (order > 0) {
      const above = residuals[order - 1];
      for (let index = order; index < block.length; index += 1) row[index] = above[index] - above[index - 1];
    }
    let sum = 0;
    for (let index = order; index < block.length; index += 1) sum += Math.abs(row[index]);
    if (sum < bestSum) [best, bestSum] = [order, sum];
  }
  return best;
}

/** The cheapest partition order and its parameters; sizes are estimated from the sums of the partitions. */
function planRice(residuals: Int32Array, order: number, sums: Float64Array): RicePlan {
  const blockLength = residuals.length + order;
  let partitionOrder = finestPartitionOrder(blockLength, order);
  fillSums(residuals, sums, { order, partitionSamples: blockLength >> partitionOrder });
  let best: RicePlan | null = null;
  for (; ; partitionOrder -= 1) {
    const parameters: number[] = [];
    let bitCount = 6;
    for (let partition = 0; partition < 1 << partitionOrder; partition += 1) {
      const count = (blockLength >> partitionOrder) - (partition === 0 ? order : 0);
      const parameter = chooseParameter(sums[partition], count);
      parameters.push(parameter);
      bitCount += 4 + riceBits(sums[partition], count, parameter);
    }
    if (best === null || bitCount < best.bitCount) best = { partitionOrder, parameters, bitCount };
    if (partitionOrder === 0) return best;
    for (let pair = 0; pair < 1 << (partitionOrder - 1); pair += 1) {
      sums[pair] = sums[2 * pair] + sums[2 * pair + 1];
    }
  }
}

/** Partitions are of equal size, and the first one has more samples than the predictor takes away. */
function finestPartitionOrder(blockLength: number, order: number): number {
  let partitionOrder = 0;
  while (
    partitionOrder < maxPartitionOrder &&
    blockLength % (2 << partitionOrder) === 0 &&
    blockLength >> (partitionOrder + 1) > order
  ) {
    partitionOrder += 1;
  }
  return partitionOrder;
}

function fillSums(
  residuals: Int32Array,
  sums: Float64Array,
  { order, partitionSamples }: { readonly order: number; readonly partitionSamples: number },
): void {
  sums.fill(0);
  for (let index = 0; index < residuals.length; index += 1) {
    sums[Math.floor((index + order) / partitionSamples)] += folded(residuals[index]);
  }
}

function chooseParameter(sum: number, count: number): number {
  let parameter = 0;
  while (
    parameter < maxRiceParameter &&
    riceBits(sum, count, parameter + 1) < riceBits(sum, count, parameter)
  ) {
    parameter += 1;
  }
  return parameter;
}

/** At most this many bits: each quotient is rounded down when it is written. */
function riceBits(sum: number, count: number, parameter: number): number {
  return count * (parameter + 1) + sum / 2 ** parameter;
}

/** 0, -1, 1, -2 ... become 0, 1, 2, 3 ... */
function folded(residual: number): number {
  return residual < 0 ? -2 * residual - 1 : 2 * residual;
}
