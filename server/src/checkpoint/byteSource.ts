/** Bytes that are read by range. */
export interface ByteSource {
  readonly byteLength: number;
  /** @throws CheckpointFormatError when the source ends before */
  read(offset: number, byteLength: number): Promise<Uint8Array>;
}
