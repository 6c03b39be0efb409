import { z } from 'zod';
import { engineErrors } from './engineErrors.ts';
import { heardEmotions } from './expression.ts';
import { executionProviders, type ExecutionProvider } from './inference.ts';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { requestPriorities } from './priority.ts';
import { longestHeard, longestWritten, mostReplacements } from './replacements.ts';
import { channelCountSchema, pcmSchema, sampleRateSchema, streamSchema } from './stream.ts';
import { longestPhrase, mostPhrases } from './vocabulary.ts';

const confidenceSchema = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('0 to 1; null where the engine does not know.');

const audioEventSchema = z.strictObject({
  type: z.string().describe('Event name of the script language, such as `laughter`.'),
  startMs: z.number(),
  endMs: z.number(),
  confidence: confidenceSchema,
});

export const transcriptWordSchema = z.strictObject({
  text: z.string(),
  startMs: z.number(),
  endMs: z.number(),
  confidence: confidenceSchema,
});

/** A part of a text. */
const textStretchSchema = z.strictObject({
  start: z.int().min(0).describe('In UTF-16 code units.'),
  end: z.int().min(0),
});

export const replacedSchema = z
  .array(textStretchSchema)
  .describe(
    'Parts of the text that are replacements, in order: they are to be written as they are. Absent: none.',
  );

export type TextStretch = Infer<typeof textStretchSchema>;

export type TranscriptWord = Infer<typeof transcriptWordSchema>;

/** What was heard in `[startMs, endMs)` of the source. What the engine does not know is null, never left out. */
export const transcriptSegmentSchema = z.strictObject({
  startMs: z.number().describe('From the start of the source.'),
  endMs: z.number(),
  text: z.string(),
  language: z.string().nullable().describe('BCP-47.'),
  languageConfidence: confidenceSchema,
  emotion: z.enum(heardEmotions).nullable(),
  emotionConfidence: confidenceSchema,
  events: z.array(audioEventSchema).nullable(),
  words: z.array(transcriptWordSchema).nullable(),
  confidence: confidenceSchema,
  replaced: replacedSchema.exactOptional(),
});

export type TranscriptSegment = Infer<typeof transcriptSegmentSchema>;

export const vocabularySchema = z
  .array(z.string().min(1).max(longestPhrase))
  .max(mostPhrases)
  .describe('Words and phrases that may be said, written as they are to be written.');

export const replacementsSchema = z
  .array(
    z.strictObject({
      heard: z
        .string()
        .min(1)
        .max(longestHeard)
        .describe('Words as they are said; case and the punctuation between them do not matter.'),
      written: z
        .string()
        .max(longestWritten)
        .describe('Written in their place as it is; empty: they are left out.'),
    }),
  )
  .max(mostReplacements)
  .describe('What is written for what is heard: the longest that fits, of those heard alike the first.');

export const recognitionOptionsSchema = z.strictObject({
  language: z.string().max(64).exactOptional().describe('BCP-47 hint; absent: the engine decides.'),
  allowedLanguages: z
    .array(z.string().max(64))
    .min(1)
    .max(100)
    .exactOptional()
    .describe(
      'BCP-47; what seems to be in another language is heard again as the likeliest of these. Absent: any.',
    ),
  inverseTextNormalization: z
    .boolean()
    .exactOptional()
    .describe('Digits, punctuation and capitals, where the engine can do without. Absent: yes.'),
  vocabulary: vocabularySchema.exactOptional(),
  replacements: replacementsSchema.exactOptional(),
  leaveOutFillers: z
    .boolean()
    .exactOptional()
    .describe(
      'Leave out "um", "uh" and the like, by the language that was heard. Absent: what was said is written.',
    ),
});

export type RecognitionOptions = Infer<typeof recognitionOptionsSchema>;

/** Which engine hears, and where it computes. */
export const recognitionChoiceSchema = z.strictObject({
  engine: z
    .string()
    .max(64)
    .exactOptional()
    .describe('An engine, a family of engines or a model. Absent: the one that suits, of those installed.'),
  provider: z.enum(executionProviders).exactOptional().describe('Where to compute; absent: the processor.'),
  priority: z.enum(requestPriorities).exactOptional().describe('Absent: `interactive`.'),
  ...recognitionOptionsSchema.shape,
});

export const recognitionSummarySchema = z.strictObject({
  engine: z.string(),
  model: z.string(),
  provider: z.enum(executionProviders).describe('Where it was computed.'),
  segments: z.array(transcriptSegmentSchema).describe('Stretches of speech in order; none for silence.'),
  durationMs: z.number().describe('Of the sound.'),
  elapsedMs: z.number().describe('Loading not counted.'),
  loadMs: z.number().describe('Loading the models; 0 where they were loaded.'),
  warnings: z.array(z.string()).describe('Sentences about what is wrong with the sound.'),
});

export type RecognitionSummary = Infer<typeof recognitionSummarySchema>;

const segmentExample = {
  startMs: 224,
  endMs: 2144,
  text: 'The wind came first.',
  language: 'en',
  languageConfidence: null,
  emotion: null,
  emotionConfidence: null,
  events: null,
  words: null,
  confidence: 0.93,
};

const summaryExample = {
  engine: 'moonshine',
  model: 'moonshine-tiny',
  provider: 'cpu' as const,
  segments: [segmentExample],
  durationMs: 2400,
  elapsedMs: 130,
  loadMs: 0,
  warnings: [],
};

const recognitionErrors = ['languageUnsupported', 'unknownModel', ...engineErrors] as const;

export const recognizeFile = defineRequest({
  method: 'speech/recognizeFile',
  summary:
    'Client to daemon: transcribe a sound file of any length. With a `stream`, segments also come as `speech/recognitionSegment` as soon as they are heard. Files the user may not read are refused as the operating system refuses them.',
  params: z.strictObject({
    path: z.string().min(1).max(32_768).describe('Absolute path on the machine of the daemon.'),
    stream: streamSchema.exactOptional(),
    ...recognitionChoiceSchema.shape,
  }),
  result: recognitionSummarySchema,
  errors: ['invalidInput', 'fileUnreadable', 'unsupportedAudio', ...recognitionErrors],
  example: { params: { path: '/home/me/interview.mp3', language: 'en' }, result: summaryExample },
});

export const recognizeAudio = defineRequest({
  method: 'speech/recognizeAudio',
  summary:
    'Client to daemon: transcribe sound that the client has. Either all of it is in `pcm`, or it is pushed with `speech/audioPush` under this stream and ended with `speech/audioEnd`.',
  params: z.strictObject({
    stream: streamSchema,
    sampleRateHz: sampleRateSchema,
    channelCount: channelCountSchema.exactOptional().describe('Absent: one.'),
    pcm: pcmSchema.exactOptional().describe('All of the sound; absent: it is pushed.'),
    ...recognitionChoiceSchema.shape,
  }),
  result: recognitionSummarySchema,
  errors: ['invalidInput', ...recognitionErrors],
  example: { params: { stream: 'r1', sampleRateHz: 16_000, pcm: 'AAABAAIAAwA=' }, result: summaryExample },
});

export const recognitionSegment = defineNotification({
  method: 'speech/recognitionSegment',
  summary: 'Daemon to client: a stretch of speech of a running recognition, in order.',
  params: z.strictObject({
    stream: streamSchema,
    segment: transcriptSegmentSchema,
    heardMs: z.number().describe('How much of the sound was read so far.'),
  }),
  example: { params: { stream: 'r1', segment: segmentExample, heardMs: 2400 } },
});

export interface RecognizerDescription {
  readonly engine: string;
  readonly model: string;
  readonly provider: ExecutionProvider;
  readonly languages: readonly string[];
  /** Longest utterance the engine takes at once, in milliseconds. */
  readonly maxUtteranceMs: number;
  /** Stretches of speech that follow each other are best heard together up to this length; absent: one by one. */
  readonly preferredUtteranceMs?: number;
  /** How many utterances of a recording it hears at the same time; absent: one after the other. */
  readonly sideBySideCount?: number;
}
