import { z } from 'zod';
import { engineErrors } from './engineErrors.ts';
import { heardEmotions } from './expression.ts';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { playbackErrors, playbackOptions, playbackResult } from './playback.ts';
import { recognitionChoiceSchema, replacedSchema } from './recognition.ts';

/** What is kept of what is said; nobody keeps anything unless a client asks for it. */
export const historyLimitsSchema = z.strictObject({
  utteranceCount: z
    .int()
    .min(0)
    .max(1000)
    .describe('Of all clients; the oldest go. 0 deletes what there is.'),
  keepMs: z.number().min(0).max(31_536_000_000).describe('How long each is kept.'),
  hasSound: z.boolean().describe('Its sound too, so that it can be played and heard again.'),
});

export type HistoryLimits = Infer<typeof historyLimitsSchema>;

export const hearingSchema = z.strictObject({
  text: z.string(),
  language: z.string().nullable().describe('BCP-47; null where the engine has not told.'),
  emotion: z.enum(heardEmotions).nullable(),
  events: z.array(z.string()).describe('Names of the script language, such as `laughter`.'),
  engine: z.string(),
  model: z.string(),
  replaced: replacedSchema.exactOptional(),
});

/** An utterance as one engine has heard it. */
export type Hearing = Infer<typeof hearingSchema>;

const utteranceIdSchema = z.string().regex(/^[0-9a-z]{9}-[0-9a-f]{8}$/u);

export const keptUtteranceSchema = z.strictObject({
  id: utteranceIdSchema,
  saidMs: z.int().describe('When it was understood: milliseconds since 1970.'),
  durationMs: z.number(),
  hasSound: z.boolean(),
  hearings: z.array(hearingSchema).min(1).describe('The latest first.'),
});

export type KeptUtterance = Infer<typeof keptUtteranceSchema>;

const hearingExample = {
  text: 'The wind came first.',
  language: 'en',
  emotion: null,
  events: [],
  engine: 'moonshine',
  model: 'moonshine-tiny',
};

const utteranceExample = {
  id: '0mij9k2x1-5f0c3a9e',
  saidMs: 1_764_196_200_000,
  durationMs: 1920,
  hasSound: true,
  hearings: [hearingExample],
};

export const historyList = defineRequest({
  method: 'speech/historyList',
  summary:
    'Client to daemon: what was said in dictations that were to be kept, by whichever client, the latest first.',
  params: z.strictObject({}),
  result: z.strictObject({ utterances: z.array(keptUtteranceSchema) }),
  errors: [],
  example: { params: {}, result: { utterances: [utteranceExample] } },
});

export const historyTranscribe = defineRequest({
  method: 'speech/historyTranscribe',
  summary:
    'Client to daemon: hear an utterance again, perhaps with another engine. What is understood becomes the first of its hearings; what was heard before is kept, the last five.',
  params: z.strictObject({ id: utteranceIdSchema, ...recognitionChoiceSchema.shape }),
  result: z.strictObject({
    utterance: keptUtteranceSchema
      .nullable()
      .describe('As it is now; null: no words were understood, and nothing has changed.'),
  }),
  errors: [
    'invalidInput',
    'languageUnsupported',
    'unknownModel',
    'cacheNotWritable',
    'diskFull',
    ...engineErrors,
  ],
  example: {
    params: { id: utteranceExample.id, engine: 'whisper-base' },
    result: { utterance: utteranceExample },
  },
});

export const historyPlay = defineRequest({
  method: 'speech/historyPlay',
  summary:
    "Client to daemon: play an utterance on the daemon's speaker. Otherwise as `speech/playbackStart`, and the same requests control it.",
  params: z.strictObject({ ...playbackOptions, id: utteranceIdSchema }),
  result: z.strictObject(playbackResult),
  errors: playbackErrors,
  example: {
    params: { stream: 'p1', id: utteranceExample.id },
    result: { reason: 'ended', heardMs: 1920, durationMs: 1920 },
  },
});

export const historyDelete = defineRequest({
  method: 'speech/historyDelete',
  summary: 'Client to daemon: delete utterances with their sound; what is not there is no error.',
  params: z.strictObject({
    ids: z.array(utteranceIdSchema).max(1000).exactOptional().describe('Absent: all there are.'),
  }),
  result: z.strictObject({}),
  errors: ['cacheNotWritable'],
  example: { params: { ids: [utteranceExample.id] }, result: {} },
});

export const historyChanged = defineNotification({
  method: 'speech/historyChanged',
  summary: 'Daemon to every client: an utterance was kept, heard again or deleted, by whomever.',
  params: z.strictObject({}),
  example: { params: {} },
});
