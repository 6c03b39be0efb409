import { createHash } from 'node:crypto';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { TakeCheck } from '../../../protocol/previewRow.ts';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { TakeChoice } from '../../../protocol/takes.ts';
import type { SoundCache } from '../soundCache/soundCache.ts';
import type { KeptSpeech } from '../soundCache/keptSpeech.ts';
import type { MeasuredSpeech } from '../synthesis/measuredSpeech.ts';
import { judgeTake } from '../text/judgeTake.ts';

/** What takes depend on. */
export interface TakesOrigin {
  readonly count: number;
  /** An engine. */
  readonly ear: string;
}

/** What the sound of a request depends on besides the request. */
export interface SoundOrigin {
  /** Of the product. */
  readonly version: string;
  /** And what the voice was made of. */
  readonly models: readonly string[];
  readonly provider: ExecutionProvider;
  /** Null: it is spoken once. */
  readonly takes: TakesOrigin | null;
}

/** The same request gives the same sound, and the same key. */
export function soundKey(
  request: SynthesisRequest,
  { version, models, provider, takes }: SoundOrigin,
): string {
  const asked = JSON.stringify([version, models, provider, request, ...(takes === null ? [] : [takes])]);
  return createHash('sha256').update(asked).digest('hex');
}

export interface Keeping {
  readonly cache: SoundCache;
  readonly key: string;
  /** That is spoken. */
  readonly text: string;
}

/**
 * Speaks from the cache where it can, and keeps what it speaks, with the takes it was chosen from: those that were
 * kept have been listened to. @param make  speaks it
 */
export async function speakKept(
  { cache, key, text }: Keeping,
  make: () => Promise<MeasuredSpeech>,
): Promise<MeasuredSpeech> {
  const kept = await cache.read(key);
  if (kept !== null) return replay(kept);
  const speech = await make();
  const keep = async (made: KeptSpeech): Promise<void> => {
    await cache.write(key, made);
    const check = checkOfTakes(text, made.takes ?? []);
    if (check !== null) await cache.writeCheck(key, check);
  };
  return { ...speech, chunks: keepChunks(speech, keep) };
}

/** What was heard in the takes that were kept, as one; null where that is not known of the whole text. */
function checkOfTakes(text: string, takes: readonly TakeChoice[]): TakeCheck | null {
  const [first] = takes;
  if (first === undefined) return null;
  const { model, language } = first;
  const heard = takes.flatMap((choice) => choice.takes[0]?.heard ?? []).join(' ');
  return { heard, ...judgeTake(text, heard, language), model };
}

/** A longer one is not kept: the memory that holds it until its end is bounded. */
const longestKeptSamples = 24_000 * 600;

async function* keepChunks(
  speech: MeasuredSpeech,
  keep: (made: KeptSpeech) => Promise<unknown>,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  let made: SynthesisChunk[] | null = [];
  let sampleCount = 0;
  for await (const chunk of speech.chunks) {
    sampleCount += chunk.samples.length;
    if (sampleCount > longestKeptSamples) made = null;
    // Whoever takes the chunk may change its samples.
    made?.push({ ...chunk, samples: chunk.samples.slice() });
    yield chunk;
  }
  if (made === null) return;
  const { engine, model, provider, sampleRateHz, takes } = speech.summary();
  const description = { engine, model, provider, sampleRateHz };
  await keep({ description, chunks: made, ...(takes !== undefined && { takes }) });
}

function replay({ description, chunks, takes }: KeptSpeech): MeasuredSpeech {
  const durationMs = chunks.reduce(
    (sum, { samples, sampleRateHz }) => sum + (samples.length * 1000) / sampleRateHz,
    0,
  );
  return {
    sampleRateHz: description.sampleRateHz,
    chunks: toAsync(chunks),
    summary: () => ({
      ...description,
      durationMs,
      elapsedMs: 0,
      firstAudioMs: 0,
      loadMs: 0,
      ...(takes !== undefined && { takes: [...takes] }),
    }),
  };
}

async function* toAsync<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* await Promise.resolve(items);
}
