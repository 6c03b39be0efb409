import { z } from 'zod';
import type { Infer } from '../../../protocol/message.ts';
import { previewPeakCount } from '../../../protocol/previewRow.ts';
import { executionProviders } from '../../../protocol/inference.ts';
import { wordTimeSchema } from '../../../protocol/synthesis.ts';
import { takeChoiceSchema } from '../../../protocol/takes.ts';
import { joinSamples } from '../audio/joinSamples.ts';
import { toPeaks } from '../audio/peaks.ts';
import type { KeptSpeech, SpeechOutline } from './keptSpeech.ts';

/**
 * A speech as bytes: the length of the header (32 bits, little-endian), the header as JSON, filled up to a multiple of
 * four, then the samples as 32-bit floats, little-endian, so that what is read is what was made, bit by bit.
 */
export function encodeSpeech({ description, chunks, takes }: KeptSpeech): Buffer {
  const outline = outlineOf(chunks);
  const header: SpeechHeader = {
    description,
    outline: { durationMs: outline.durationMs, peaks: [...outline.peaks] },
    chunks: chunks.map(({ samples, startMs, words, startOffset, endOffset }) => ({
      sampleCount: samples.length,
      startMs,
      words: [...words],
      startOffset,
      endOffset,
    })),
    ...(takes !== undefined && { takes }),
  };
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(Math.ceil(text.length / 4) * 4, ' ');
  text.copy(padded);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(padded.length);
  const samples = chunks.map((chunk) =>
    Buffer.from(chunk.samples.buffer, chunk.samples.byteOffset, chunk.samples.byteLength),
  );
  return Buffer.concat([length, padded, ...samples]);
}

/** Of a header that begins behind the first four bytes. @returns null where it is none */
export function decodeOutline(header: string): SpeechOutline | null {
  const parsed = parseHeader(header);
  if (parsed === null) return null;
  const { outline, takes } = parsed;
  return { ...outline, ...(takes !== undefined && { takes }) };
}

/** @returns null where the bytes are no speech, or not all of it */
export function decodeSpeech(bytes: Buffer): KeptSpeech | null {
  if (bytes.length < 4) return null;
  const start = 4 + bytes.readUInt32LE();
  const header = parseHeader(bytes.toString('utf8', 4, start));
  if (header === null) return null;
  const sampleCount = header.chunks.reduce((sum, chunk) => sum + chunk.sampleCount, 0);
  if (bytes.length !== start + 4 * sampleCount) return null;
  const { description } = header;
  let offset = start;
  const chunks = header.chunks.map(({ sampleCount: count, ...chunk }) => {
    const samples = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * count),
    );
    offset += 4 * count;
    return { ...chunk, samples, sampleRateHz: description.sampleRateHz };
  });
  return { description, chunks, ...(header.takes !== undefined && { takes: header.takes }) };
}

export function outlineOf(chunks: KeptSpeech['chunks']): SpeechOutline {
  const rateHz = chunks[0]?.sampleRateHz ?? 1;
  const whole = joinSamples(chunks.map(({ samples }) => samples));
  return { durationMs: (whole.length * 1000) / rateHz, peaks: [...toPeaks(whole, previewPeakCount)] };
}

const headerSchema = z.object({
  description: z.object({
    engine: z.string(),
    model: z.string(),
    provider: z.enum(executionProviders),
    sampleRateHz: z.number(),
  }),
  outline: z.object({ durationMs: z.number(), peaks: z.array(z.number()) }),
  chunks: z.array(
    z.object({
      sampleCount: z.int().min(0),
      startMs: z.number(),
      words: z.array(wordTimeSchema),
      startOffset: z.int(),
      endOffset: z.int(),
    }),
  ),
  takes: z.array(takeChoiceSchema).exactOptional(),
});

type SpeechHeader = Infer<typeof headerSchema>;

function parseHeader(text: string): SpeechHeader | null {
  try {
    const parsed = headerSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
