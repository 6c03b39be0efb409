import { createHash } from 'node:crypto';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { SoundCache } from '../soundCache/soundCache.ts';
import type { KeptSpeech } from '../soundCache/keptSpeech.ts';
import type { MeasuredSpeech } from '../synthesis/measuredSpeech.ts';

/** What the sound of a request depends on besides the request. */
export interface SoundOrigin {
  /** Of the product. */
  readonly version: string;
  readonly models: readonly string[];
  readonly provider: ExecutionProvider;
}

/** The same request gives the same sound, and the same key. */
export function soundKey(request: SynthesisRequest, { version, models, provider }: SoundOrigin): string {
  const asked = JSON.stringify([version, models, provider, request]);
  return createHash('sha256').update(asked).digest('hex');
}

/** Speaks from the cache where it can, and keeps what it speaks. @param make  speaks it */
export async function speakKept(
  { cache, key }: { readonly cache: SoundCache; readonly key: string },
  make: () => Promise<MeasuredSpeech>,
): Promise<MeasuredSpeech> {
  const kept = await cache.read(key);
  if (kept !== null) return replay(kept);
  const speech = await make();
  return { ...speech, chunks: keepChunks(speech, (made) => cache.write(key, made)) };
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
  const { engine, model, provider, sampleRateHz } = speech.summary();
  await keep({ description: { engine, model, provider, sampleRateHz }, chunks: made });
}

function replay({ description, chunks }: KeptSpeech): MeasuredSpeech {
  const durationMs = chunks.reduce(
    (sum, { samples, sampleRateHz }) => sum + (samples.length * 1000) / sampleRateHz,
    0,
  );
  return {
    sampleRateHz: description.sampleRateHz,
    chunks: toAsync(chunks),
    summary: () => ({ ...description, durationMs, elapsedMs: 0, firstAudioMs: 0, loadMs: 0 }),
  };
}

async function* toAsync<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* await Promise.resolve(items);
}
