import { z } from 'zod';
import { engineErrors } from './engineErrors.ts';
import { soundEvents } from './expression.ts';
import { executionProviders, type ExecutionProvider } from './inference.ts';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { requestPriorities } from './priority.ts';
import { prosodySchema, prosodySpanSchema } from './prosody.ts';
import { speakingStyleSchema } from './speakingStyle.ts';
import { pcmSchema, sampleRateSchema, streamSchema } from './stream.ts';
import { takeChoiceSchema, takesSchema } from './takes.ts';

/** A sound that the voice makes between two characters of the text. */
const speechEventSchema = z.strictObject({
  offset: z
    .int()
    .min(0)
    .describe("UTF-16 code unit into the request's text, the one before which it is heard."),
  event: z.enum(soundEvents),
});

export type SpeechEvent = Infer<typeof speechEventSchema>;

/** Text to be spoken by one voice. */
export const synthesisRequestSchema = z.strictObject({
  text: z.string().max(4_000_000).describe('Plain text of any length.'),
  voice: z
    .string()
    .max(256)
    .describe('Voice id, such as `af_heart`, or a blend such as `af_heart:2+am_adam`.'),
  language: z
    .string()
    .max(64)
    .exactOptional()
    .describe("BCP-47 language of the text; absent: the voice's own."),
  prosody: prosodySchema.exactOptional(),
  style: speakingStyleSchema.exactOptional().describe('Of the whole text.'),
  spans: z.array(prosodySpanSchema).max(100_000).exactOptional(),
  events: z.array(speechEventSchema).max(100_000).exactOptional(),
});

export type SynthesisRequest = Infer<typeof synthesisRequestSchema>;

/** When a word of the source text is heard. */
export const wordTimeSchema = z.strictObject({
  text: z.string().describe('The word as it stands in the source text.'),
  startOffset: z.int().describe('UTF-16 code unit into the source text, first of the word.'),
  endOffset: z.int().describe('The one after its last.'),
  startMs: z.number().describe('From the start of the whole sound.'),
  endMs: z.number(),
});

export type WordTime = Infer<typeof wordTimeSchema>;

/** What is asked besides the text itself. */
export const synthesisOptionsSchema = z.strictObject({
  provider: z.enum(executionProviders).exactOptional().describe('Where to compute; absent: the processor.'),
  priority: z.enum(requestPriorities).exactOptional().describe('Absent: `interactive`.'),
  takes: takesSchema
    .exactOptional()
    .describe(
      'Speaks each sentence several times, differently, has them heard, and keeps the one that is heard best. Sound comes later and costs up to as many times as much. Absent: each is spoken once.',
    ),
});

/** How the sound comes of an engine that gives it while it computes. */
const soundPaces = ['soon', 'steady', 'whole'] as const;

export type SoundPace = (typeof soundPaces)[number];

/** How a synthesis went. */
export const synthesisSummarySchema = z.strictObject({
  engine: z.string(),
  model: z.string(),
  provider: z.enum(executionProviders).describe('Where it was computed.'),
  sampleRateHz: sampleRateSchema,
  durationMs: z.number().describe('Of the sound.'),
  elapsedMs: z.number().describe('From the start, loading not counted, to the last sample.'),
  firstAudioMs: z.number().nullable().describe('From the start, loading not counted, to the first sample.'),
  loadMs: z.number().describe('Loading the model; 0 where it was loaded.'),
  takes: z
    .array(takeChoiceSchema)
    .exactOptional()
    .describe('Of each sentence, the take that was kept. Absent where none were asked for.'),
});

export type SynthesisSummary = Infer<typeof synthesisSummarySchema>;

export const synthesize = defineRequest({
  method: 'speech/synthesize',
  summary:
    'Client to daemon: speak a text. The sound comes as `speech/synthesisAudio` notifications of this stream, the first after the first clause or, of an engine that gives sound while it computes, within it; the answer comes after the last of them. A client that stops reading stops the synthesis until it reads again.',
  params: z.strictObject({
    stream: streamSchema,
    ...synthesisRequestSchema.shape,
    ...synthesisOptionsSchema.shape,
    pace: z
      .enum(soundPaces)
      .exactOptional()
      .describe(
        'When sound comes of an engine that gives it while it computes. `soon`: each piece as it is there, which may be later than the one before it was heard. `steady`: from where it goes on to the end of the clause, for a speaker. `whole`: each clause when all of it is there, which costs less. Absent: `soon`.',
      ),
  }),
  result: synthesisSummarySchema,
  errors: ['invalidInput', 'unknownVoice', 'languageUnsupported', ...engineErrors],
  example: {
    params: { stream: 's1', text: 'The wind came first.', voice: 'af_heart', prosody: { rateFactor: 0.9 } },
    result: {
      engine: 'kokoro',
      model: 'kokoro-82m',
      provider: 'cpu',
      sampleRateHz: 24_000,
      durationMs: 1450,
      elapsedMs: 420,
      firstAudioMs: 415,
      loadMs: 0,
    },
  },
});

export const synthesisAudio = defineNotification({
  method: 'speech/synthesisAudio',
  summary:
    'Daemon to client: the next piece of sound of a `speech/synthesize`, at most 200 ms. Pieces follow each other without a gap. `words` are those that begin in this piece.',
  params: z.strictObject({
    stream: streamSchema,
    sequence: z.int().min(0).describe('0, 1, 2 ...'),
    startMs: z.number().describe('Where this piece begins in the whole sound.'),
    sampleRateHz: sampleRateSchema,
    pcm: pcmSchema,
    words: z.array(wordTimeSchema),
  }),
  example: {
    params: {
      stream: 's1',
      sequence: 0,
      startMs: 0,
      sampleRateHz: 24_000,
      pcm: 'AAABAAIAAwA=',
      words: [{ text: 'The', startOffset: 0, endOffset: 3, startMs: 25, endMs: 120 }],
    },
  },
});

/** One clause of speech, or a piece of one. Chunks follow each other without gap: their samples concatenated are the whole sound. */
export interface SynthesisChunk {
  /** Mono, in [-1, 1]. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  /** Where this chunk begins in the whole sound. */
  readonly startMs: number;
  readonly words: readonly WordTime[];
  /** The source text this chunk speaks, `[startOffset, endOffset)`; pieces of a clause all name the whole clause. */
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface SynthesizerDescription {
  readonly engine: string;
  readonly model: string;
  readonly provider: ExecutionProvider;
  readonly sampleRateHz: number;
  /** BCP-47 languages it can speak now, optional components considered. */
  readonly languages: readonly string[];
}
