import type { DocumentRequest } from '../../../protocol/document.ts';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { SynthesisLease } from '../enginePool/sharedEngines.ts';
import { decodePcm } from '../audio/pcm.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import { speakMeasured } from '../synthesis/measuredSpeech.ts';
import { speakPlan } from '../synthesis/plan/speakPlan.ts';
import type { DroppedByVoice } from '../synthesis/plan/spokenPlan.ts';
import { createDocumentSources, readSpokenItems, type Asking } from './documentSources.ts';
import type { ReplacedVoice } from '../modelLibrary/replaceUnknownVoices.ts';
import { createLateLease, type LateLease } from './lateLease.ts';
import { leaseSynthesis, requireSpoken } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createWishedTakes, type WishedTakes } from './wishedTakes.ts';

/** Sound that is made while it is taken. Its engines are loaded for the first chunk, and kept until it is disposed of. */
export interface SpeechSource extends AsyncDisposable {
  readonly chunks: AsyncIterable<SynthesisChunk>;
}

/** A text, said by one voice. */
export function openTextSpeech(request: SynthesisRequest, asking: Asking, signal: AbortSignal): SpeechSource {
  const engine = createLateLease(() => leaseSynthesis({ voice: request.voice, ...asking }, signal));
  const takes = createWishedTakes(asking.options.takes, asking, signal);
  return {
    chunks: makeSpeech({ engine, takes, services: asking.services }, request, signal),
    async [Symbol.asyncDispose]() {
      await takes[Symbol.asyncDispose]();
      await engine[Symbol.asyncDispose]();
    },
  };
}

/** What somebody has said. @param sound  mono 16 kHz, signed 16-bit little-endian */
export function openKeptSound(sound: Uint8Array): SpeechSource {
  return openSound(decodePcm(sound, 'int16'), recognitionSampleRateHz);
}

/** Sound that is there already. @param samples  mono */
export function openSound(samples: Float32Array, sampleRateHz: number): SpeechSource {
  const place = { startMs: 0, words: [], startOffset: 0, endOffset: 0 };
  return {
    chunks: ReadableStream.from([{ samples, sampleRateHz, ...place }]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

interface TextSpeech {
  readonly engine: LateLease<SynthesisLease>;
  readonly takes: WishedTakes;
  readonly services: SpeechServices;
}

/** The engines are kept while speech is made. */
async function* makeSpeech(
  { engine, takes, services }: TextSpeech,
  request: SynthesisRequest,
  signal: AbortSignal,
): AsyncGenerator<SynthesisChunk, void, undefined> {
  await using _ears = takes;
  await requireSpoken(request, services, signal);
  const wished = await takes.open(request);
  await using leased = await engine.take();
  const speaking = { ...leased, pace: 'steady', ...(wished !== null && { takes: wished }) } as const;
  yield* speakMeasured(speaking, request, signal).chunks;
}

export interface DocumentSpeech extends SpeechSource {
  /** What voices were asked for and cannot do; complete with the first chunk. */
  dropped(): readonly DroppedByVoice[];
}

export interface DocumentAsked {
  readonly asking: Asking;
  /** Told before the first chunk of every voice that another one speaks for. */
  readonly onReplaced: (replaced: ReplacedVoice) => void;
}

/** A document, said by the voices it names. @throws SpeechError invalidInput; with the first chunk unknownVoice */
export function openDocumentSpeech(
  document: DocumentRequest,
  { asking, onReplaced }: DocumentAsked,
  signal: AbortSignal,
): DocumentSpeech {
  const sources = createDocumentSources(document, { ...asking, pace: 'steady' }, signal);
  let dropped: readonly DroppedByVoice[] = [];

  async function* make(): AsyncGenerator<SynthesisChunk, void, undefined> {
    try {
      const { items, unknown } = await readSpokenItems(document, asking.services, signal);
      unknown.forEach(onReplaced);
      const speech = await speakPlan({ items }, sources.plan, signal);
      dropped = speech.dropped;
      yield* speech.chunks;
    } finally {
      // What was said is still to be heard, for minutes perhaps.
      await sources[Symbol.asyncDispose]();
    }
  }

  return {
    chunks: make(),
    dropped: () => dropped,
    [Symbol.asyncDispose]: () => sources[Symbol.asyncDispose](),
  };
}
