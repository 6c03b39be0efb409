import { z } from 'zod';
import { engineErrors } from './engineErrors.ts';
import { historyLimitsSchema } from './history.ts';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import {
  recognitionChoiceSchema,
  recognitionOptionsSchema,
  replacedSchema,
  replacementsSchema,
  transcriptSegmentSchema,
  vocabularySchema,
} from './recognition.ts';
import { channelCountSchema, sampleRateSchema, streamSchema } from './stream.ts';

/** Where the time went between the last word and its text: `endpointingMs + finalizingMs`. */
export const dictationTimingsSchema = z.strictObject({
  endpointingMs: z
    .number()
    .describe('From the last frame of speech to the decision that the segment has ended.'),
  finalizingMs: z
    .number()
    .describe(
      'From that decision to the final text; 0 where a decode of all of the segment was there already.',
    ),
  engineMs: z
    .number()
    .describe('How long the recognizer worked on the final text, also where that was during the pause.'),
});

export type DictationTimings = Infer<typeof dictationTimingsSchema>;

export const dictationOptionsSchema = recognitionOptionsSchema.extend({
  endOfSpeechMs: z
    .number()
    .min(200)
    .max(5000)
    .exactOptional()
    .describe('The pause that ends an utterance; absent: 600. Long utterances end at a shorter one.'),
});

export type DictationOptions = Infer<typeof dictationOptionsSchema>;

/**
 * What is told of a dictation, in this order: `(speechStart (partial* final?)+ speechEnd)*`. A segment is one part of
 * what was said between its start and its end; there are several where somebody speaks long without a pause. All
 * times count from the start of the source.
 */
export const dictationEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('speechStart'),
    startMs: z.number().describe('From the start of the dictation, as all times.'),
  }),
  z.strictObject({
    kind: z.literal('partial'),
    segmentId: z.int().describe('Counts from 1; the final text of the segment has the same.'),
    startMs: z.number(),
    endMs: z.number(),
    committedText: z
      .string()
      .describe('Never changes any more: it only grows, by whole words, and the final text begins with it.'),
    tentativeText: z
      .string()
      .describe(
        'May change with the next event. What is understood is both texts, with the spaces that belong to them.',
      ),
    language: z.string().nullable().describe('BCP-47; null where the engine has not told.'),
    replaced: replacedSchema.exactOptional().describe('As of a segment; of both texts together.'),
  }),
  z.strictObject({
    kind: z.literal('final'),
    segmentId: z.int(),
    segment: transcriptSegmentSchema.describe('All that was said in the segment.'),
    timings: dictationTimingsSchema,
  }),
  z.strictObject({
    kind: z.literal('speechEnd'),
    endMs: z.number().describe('Nobody speaks, and all that was said has been told.'),
  }),
]);

export type DictationEvent = Infer<typeof dictationEventSchema>;
export type DictationPartial = Extract<DictationEvent, { readonly kind: 'partial' }>;
export type DictationFinal = Extract<DictationEvent, { readonly kind: 'final' }>;

const identifierSourcesSchema = z
  .array(z.string().max(4_000_000))
  .max(20)
  .describe('Texts of programs; what they call their things is part of the vocabulary.');

export const dictationStart = defineRequest({
  method: 'speech/dictationStart',
  summary:
    'Client to daemon: hear and write along. What is heard comes as `speech/dictationEvent` of this stream. The answer comes when the dictation has ended: after `speech/dictationStop`, after `speech/audioEnd` of a client that pushes its sound, or with the error that ended it.',
  params: z.strictObject({
    stream: streamSchema,
    source: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('microphone'),
          device: z.string().max(512).exactOptional().describe('Id or name; absent: the default one.'),
        }),
        z.strictObject({
          kind: z.literal('client'),
          sampleRateHz: sampleRateSchema,
          channelCount: channelCountSchema.exactOptional().describe('Absent: one.'),
        }),
      ])
      .describe("The daemon's own microphone, or sound that the client pushes with `speech/audioPush`."),
    earcons: z
      .boolean()
      .exactOptional()
      .describe(
        "True: the daemon's own microphone is signalled on the default speaker, by two rising tones once it is heard and two falling ones once it no longer is. Absent: silence.",
      ),
    identifierSources: identifierSourcesSchema.exactOptional(),
    history: historyLimitsSchema
      .exactOptional()
      .describe('Keep on this machine what is said, for `speech/historyList`; absent: nothing is kept.'),
    ...recognitionChoiceSchema.omit({ priority: true }).shape,
    ...dictationOptionsSchema.shape,
  }),
  result: z.strictObject({
    heardMs: z.number().describe('Sound that was heard.'),
    segmentCount: z.int().min(0),
  }),
  errors: [
    'invalidInput',
    'audioDeviceUnavailable',
    'microphonePermissionDenied',
    'deviceBusy',
    'languageUnsupported',
    'unknownModel',
    ...engineErrors,
  ],
  example: {
    params: { stream: 'd1', source: { kind: 'microphone' }, language: 'en' },
    result: { heardMs: 12_300, segmentCount: 3 },
  },
});

export const dictationStop = defineRequest({
  method: 'speech/dictationStop',
  summary:
    'Client to daemon: hear no more. What was heard is finished: its final event comes, then the answer of `speech/dictationStart`.',
  params: z.strictObject({ stream: streamSchema }),
  result: z.strictObject({}),
  errors: ['invalidInput'],
  example: { params: { stream: 'd1' }, result: {} },
});

export const dictationVocabulary = defineRequest({
  method: 'speech/dictationVocabulary',
  summary:
    'Client to daemon: what may be said from now on in a dictation that runs, and what is written for it, in place of what it was started with.',
  params: z.strictObject({
    stream: streamSchema,
    vocabulary: vocabularySchema,
    identifierSources: identifierSourcesSchema.exactOptional(),
    replacements: replacementsSchema.exactOptional().describe('Absent: those that there are stay.'),
  }),
  result: z.strictObject({}),
  errors: ['invalidInput'],
  example: { params: { stream: 'd1', vocabulary: ['Siobhán'] }, result: {} },
});

export const dictationEvent = defineNotification({
  method: 'speech/dictationEvent',
  summary:
    'Daemon to client, in this order: `(speechStart (partial* final?)+ speechEnd)*`. A segment is one part of what was said; there are several where somebody speaks long without a pause. A segment in which nothing was understood has no `final`: what was tentative is then void.',
  params: z.strictObject({
    stream: streamSchema,
    event: dictationEventSchema,
    script: z
      .string()
      .exactOptional()
      .describe(
        'Of a final event: the segment as a paragraph of a script, `(happy) What a day! [laughter]`; what looks like markup is escaped.',
      ),
  }),
  example: {
    params: {
      stream: 'd1',
      event: {
        kind: 'partial',
        segmentId: 1,
        startMs: 224,
        endMs: 1500,
        committedText: 'The wind ',
        tentativeText: 'came',
        language: 'en',
      },
    },
  },
});

export const dictationLevel = defineNotification({
  method: 'speech/dictationLevel',
  summary:
    "Daemon to client, about twenty times a second while the daemon's microphone is heard; the first one says that it is.",
  params: z.strictObject({
    stream: streamSchema,
    rmsDb: z.number().describe('Mean level in decibels below full scale; silence is -100.'),
    peakDb: z.number(),
  }),
  example: { params: { stream: 'd1', rmsDb: -32.5, peakDb: -18 } },
});
