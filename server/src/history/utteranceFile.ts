import { z } from 'zod';
import { keptUtteranceSchema, type KeptUtterance } from '../../../protocol/history.ts';

/** What is known of an utterance besides its sound. */
export interface UtteranceRecord extends Omit<KeptUtterance, 'id'> {
  /** When it is to be deleted: milliseconds since 1970. */
  readonly keepUntilMs: number;
}

export interface UtteranceFile {
  readonly record: UtteranceRecord;
  /** Mono 16 kHz, signed 16-bit little-endian; null where it was not kept. */
  readonly sound: Uint8Array | null;
}

/** The length of the record (32 bits, little-endian), the record as JSON, then the sound. */
export function encodeUtterance({ record, sound }: UtteranceFile): Buffer {
  const text = Buffer.from(JSON.stringify(record));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([length, text, sound ?? new Uint8Array(0)]);
}

/** @param bytes  the beginning of a file, `longestStart` at most. @returns null where that is no utterance */
export function decodeRecord(bytes: Buffer): UtteranceRecord | null {
  return decodeStart(bytes)?.record ?? null;
}

/** A record of five hearings is far below. */
export const longestStart = 65_536;

/** @returns null where the bytes are no utterance, or not all of it */
export function decodeUtterance(bytes: Buffer): UtteranceFile | null {
  const start = decodeStart(bytes);
  if (start === null) return null;
  const { record, soundOffset } = start;
  const sound = bytes.subarray(soundOffset);
  const isWhole = sound.length % 2 === 0 && sound.length > 0 === record.hasSound;
  return isWhole ? { record, sound: record.hasSound ? sound : null } : null;
}

function decodeStart(
  bytes: Buffer,
): { readonly record: UtteranceRecord; readonly soundOffset: number } | null {
  if (bytes.length < 4) return null;
  const soundOffset = 4 + bytes.readUInt32LE();
  if (soundOffset > Math.min(bytes.length, longestStart)) return null;
  const record = parseRecord(bytes.toString('utf8', 4, soundOffset));
  return record && { record, soundOffset };
}

const recordSchema = keptUtteranceSchema.omit({ id: true }).extend({ keepUntilMs: z.number() });

function parseRecord(text: string): UtteranceRecord | null {
  try {
    const parsed = recordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
