import { z } from 'zod';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { recognitionChoiceSchema, transcriptSegmentSchema } from './recognition.ts';
import { channelCountSchema, sampleRateSchema, streamSchema } from './stream.ts';

/** Where live recognition got its time from, and where it went. */
export const dictationTimingsSchema = z.strictObject({
  endpointingMs: z
    .number()
    .describe('From the last sound of speech to the decision that the segment has ended.'),
  engineMs: z.number().describe('Recognizing the whole segment.'),
});

export const dictationEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('speechStart'),
    segmentId: z.int(),
    startMs: z.number().describe('From the start of the dictation.'),
  }),
  z.strictObject({
    type: z.literal('partial'),
    segmentId: z.int(),
    startMs: z.number(),
    endMs: z.number().describe('How far the text reaches.'),
    committedText: z.string().describe('Never changes again; it only grows, by whole words.'),
    tentativeText: z.string().describe('What may still change.'),
    language: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('final'),
    segmentId: z.int(),
    segment: transcriptSegmentSchema.describe('Its text begins with the committed text.'),
    timings: dictationTimingsSchema,
  }),
  z.strictObject({
    type: z.literal('speechEnd'),
    segmentId: z.int(),
    endMs: z.number(),
  }),
]);

export type DictationEvent = Infer<typeof dictationEventSchema>;

export const dictationStart = defineRequest({
  method: 'speech/dictationStart',
  summary:
    'Client to daemon: hear and write along. What is heard comes as `speech/dictationEvent` of this stream. The answer comes when the dictation has ended: after `speech/dictationStop`, after `speech/audioEnd` of a client that pushes its sound, or with the error that ended it.',
  params: z.strictObject({
    stream: streamSchema,
    source: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('microphone'),
          device: z.string().max(512).exactOptional().describe('Id or name; absent: the default one.'),
        }),
        z.strictObject({
          type: z.literal('client'),
          sampleRateHz: sampleRateSchema,
          channelCount: channelCountSchema.exactOptional().describe('Absent: one.'),
        }),
      ])
      .describe("The daemon's own microphone, or sound that the client pushes with `speech/audioPush`."),
    ...recognitionChoiceSchema.omit({ priority: true }).shape,
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
    'modelNotInstalled',
    'modelCorrupt',
    'busy',
    'engineFailed',
    'outOfMemory',
  ],
  example: {
    params: { stream: 'd1', source: { type: 'microphone' }, language: 'en' },
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

export const dictationEvent = defineNotification({
  method: 'speech/dictationEvent',
  summary:
    'Daemon to client. Of each segment: `speechStart`, any number of `partial`, then `final` if there was a word in it, then `speechEnd`. Segments do not overlap.',
  params: z.strictObject({ stream: streamSchema, event: dictationEventSchema }),
  example: {
    params: {
      stream: 'd1',
      event: {
        type: 'partial',
        segmentId: 0,
        startMs: 224,
        endMs: 1500,
        committedText: 'The wind',
        tentativeText: 'came',
        language: 'en',
      },
    },
  },
});

export const dictationLevel = defineNotification({
  method: 'speech/dictationLevel',
  summary: "Daemon to client, about ten times a second while the daemon's microphone is heard.",
  params: z.strictObject({
    stream: streamSchema,
    rmsDb: z.number().describe('Mean level in decibels below full scale; silence is -100.'),
    peakDb: z.number(),
  }),
  example: { params: { stream: 'd1', rmsDb: -32.5, peakDb: -18 } },
});
