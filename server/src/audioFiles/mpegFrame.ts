/** Header of one MPEG-1, -2 or -2.5 audio frame, layers I to III (ISO/IEC 11172-3, 2.4.1.3). */
export interface MpegFrameHeader {
  readonly layer: 1 | 2 | 3;
  readonly isMpeg1: boolean;
  readonly sampleRateHz: number;
  readonly channelCount: 1 | 2;
  readonly samplesPerFrame: number;
  /** With its header. */
  readonly sizeBytes: number;
}

/** @returns null where no frame of a known bit rate starts at `offset` */
export function parseMpegFrameHeader(bytes: Uint8Array, offset: number): MpegFrameHeader | null {
  const [sync, version, rates, mode] = bytes.subarray(offset, offset + 4);
  if (sync !== 0xff || version === undefined || rates === undefined || mode === undefined) return null;
  if ((version & 0xe0) !== 0xe0) return null;
  const versionBits = (version >> 3) & 3;
  const layer = ([null, 3, 2, 1] as const)[(version >> 1) & 3];
  const baseRateHz = [44_100, 48_000, 32_000][(rates >> 2) & 3];
  const rateDivisor = [4, null, 2, 1][versionBits];
  const bitRateIndex = rates >> 4;
  if (layer == null || baseRateHz === undefined || rateDivisor == null) return null;
  const isMpeg1 = versionBits === 3;
  const bitRateKbps = bitRateTable(layer, isMpeg1)[bitRateIndex];
  if (bitRateIndex === 0 || bitRateKbps === undefined) return null;

  const sampleRateHz = baseRateHz / rateDivisor;
  const samplesPerFrame = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const slotBytes = layer === 1 ? 4 : 1;
  const slots = Math.floor(((samplesPerFrame / 8) * bitRateKbps * 1000) / sampleRateHz / slotBytes);
  return {
    layer,
    isMpeg1,
    sampleRateHz,
    channelCount: mode >> 6 === 3 ? 1 : 2,
    samplesPerFrame,
    sizeBytes: (slots + ((rates >> 1) & 1)) * slotBytes,
  };
}

/**
 * Looks for three frames of one layer and rate in a row, which text and noise do not have by chance. Where the bytes
 * end sooner, two are enough if the last one ends with them.
 *
 * @returns offset of the first frame; null where there is none
 */
export function findMpegFrame(bytes: Uint8Array): number | null {
  for (let offset = bytes.indexOf(0xff); offset !== -1; offset = bytes.indexOf(0xff, offset + 1)) {
    if (startsFrameRun(bytes, offset)) return offset;
  }
  return null;
}

function startsFrameRun(bytes: Uint8Array, offset: number): boolean {
  const first = parseMpegFrameHeader(bytes, offset);
  if (first === null) return false;
  let next = offset + first.sizeBytes;
  for (let count = 1; count < 3; count += 1) {
    if (next >= bytes.length) return count === 2;
    const frame = parseMpegFrameHeader(bytes, next);
    if (frame?.layer !== first.layer || frame.sampleRateHz !== first.sampleRateHz) return false;
    next += frame.sizeBytes;
  }
  return true;
}

/**
 * Reads the Xing or Info frame that encoders put first.
 *
 * @param bytes    from the start of the first frame on
 * @returns        the count of MPEG frames that follow, and the sample frames of encoder delay and padding that a
 *                 decoder trims; null where the frame is no such frame or does not say
 */
export function parseXingFrameCount(
  bytes: Uint8Array,
  header: MpegFrameHeader,
): { readonly mpegFrameCount: number; readonly trimmedFrames: number } | null {
  const sideInfoBytes = header.isMpeg1
    ? header.channelCount === 1
      ? 17
      : 32
    : header.channelCount === 1
      ? 9
      : 17;
  const at = 4 + sideInfoBytes;
  const mark = String.fromCharCode(...bytes.subarray(at, at + 4));
  if (header.layer !== 3 || (mark !== 'Xing' && mark !== 'Info') || bytes.length < at + 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = view.getUint32(at + 4);
  if ((flags & 1) === 0) return null;
  const lameAt = at + 8 + 4 + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const hasLame = bytes.length >= lameAt + 24 && view.getUint8(lameAt) !== 0;
  const delays = hasLame ? (view.getUint16(lameAt + 21) << 8) | view.getUint8(lameAt + 23) : 0;
  return { mpegFrameCount: view.getUint32(at + 8), trimmedFrames: (delays >> 12) + (delays & 0xfff) };
}

/** Kilobits a second by the four bits of the header; index 0 is "free format", 15 is forbidden. */
function bitRateTable(layer: 1 | 2 | 3, isMpeg1: boolean): readonly number[] {
  if (isMpeg1 && layer === 1) return [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
  if (isMpeg1 && layer === 2) return [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
  if (isMpeg1) return [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
  if (layer === 1) return [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
  return [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
}
