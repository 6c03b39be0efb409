import { z } from 'zod';
import { engineErrors } from './engineErrors.ts';
import { emotions } from './expression.ts';
import { defineNotification, defineRequest, type Infer } from './message.ts';
import { streamSchema } from './stream.ts';

export const voiceSchema = z.strictObject({
  id: z.string(),
  engine: z.string(),
  language: z.string().describe('BCP-47.'),
  gender: z.enum(['female', 'male']).nullable().describe("Null: not known, as of a voice of one's own."),
  state: z.enum(['installed', 'notInstalled']),
});

export type Voice = Infer<typeof voiceSchema>;

export const voicesList = defineRequest({
  method: 'speech/voicesList',
  summary: "Client to daemon: every voice of the catalogue, and one's own.",
  params: z.strictObject({}),
  result: z.strictObject({ voices: z.array(voiceSchema) }),
  errors: [],
  example: {
    params: {},
    result: {
      voices: [{ id: 'af_heart', engine: 'kokoro', language: 'en-US', gender: 'female', state: 'installed' }],
    },
  },
});

export const voicesChanged = defineNotification({
  method: 'speech/voicesChanged',
  summary: 'Daemon to every client: what `speech/voicesList` answers may have changed.',
  params: z.strictObject({}),
  example: { params: {} },
});

/** What makes a recording a poor example of a voice. `music`: beside the words. */
export const clipFaults = ['tooShort', 'quiet', 'clipped', 'noisy', 'music'] as const;

export type ClipFault = (typeof clipFaults)[number];

const voiceName = z.string().min(1).max(200);

const examinedClipSchema = z.strictObject({
  durationMs: z.number(),
  faults: z.array(z.enum(clipFaults)),
  transcript: z.string().describe('That the voice was made with: the one that was sent, or what was heard.'),
  language: z.string().describe('BCP-47.'),
  heard: z
    .string()
    .nullable()
    .describe('What a recognizer heard; null where none that is installed hears the language.'),
  divergence: z
    .strictObject({
      errorRate: z.number().describe('Words of the transcript that were heard otherwise, of all.'),
      said: z.string().describe('The longest run of the transcript that was.'),
      heard: z.string().describe('In its place.'),
    })
    .nullable()
    .describe('Null where transcript and sound agree, or were not compared.'),
});

export type ExaminedClip = Infer<typeof examinedClipSchema>;

export const voiceAdd = defineRequest({
  method: 'speech/voiceAdd',
  summary:
    'Client to daemon: make a voice of a clip, for scripts and settings to name. What stage it is in comes as `speech/voiceProgress` of this stream. Nothing is kept of the clip but what the voice is made of; a cancel leaves nothing.',
  params: z.strictObject({
    stream: streamSchema,
    voice: voiceName.describe('Its name.'),
    statement: z
      .string()
      .max(2000)
      .describe(
        'Whose voice it is, in the words of the user; kept with the voice. Refused where it is blank.',
      ),
    language: z
      .string()
      .max(64)
      .exactOptional()
      .describe('BCP-47; absent: as the transcript is written, or heard.'),
    clips: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(32_768).describe('Absolute path on the machine of the daemon.'),
          emotion: z.enum(emotions).nullable().describe('That is spoken with it; of the first one null.'),
          transcript: z.string().max(2000).exactOptional().describe('Absent: what is heard in it.'),
        }),
      )
      .min(1)
      .max(emotions.length + 1),
    replaces: z.boolean().exactOptional().describe('A voice of this name goes. Absent: it is refused.'),
    trustsTranscript: z
      .boolean()
      .exactOptional()
      .describe('Also where something else is heard. Absent: it is refused, with `canTrust` in the error.'),
  }),
  result: z.strictObject({ clips: z.array(examinedClipSchema) }),
  errors: [
    'invalidInput',
    'fileUnreadable',
    'unsupportedAudio',
    'languageUnsupported',
    'diskFull',
    'cacheNotWritable',
    ...engineErrors,
  ],
  example: {
    params: {
      stream: 'v1',
      voice: 'Mara',
      statement: 'My own voice.',
      clips: [{ path: '/home/me/mara.wav', emotion: null }],
    },
    result: {
      clips: [
        {
          durationMs: 6200,
          faults: ['noisy'],
          transcript: 'The wind came first, and then the rain.',
          language: 'en',
          heard: 'The wind came first, and then the rain.',
          divergence: null,
        },
      ],
    },
  },
});

export const voiceProgress = defineNotification({
  method: 'speech/voiceProgress',
  summary: 'Daemon to client: what a `speech/voiceAdd` does now.',
  params: z.strictObject({
    stream: streamSchema,
    phase: z.enum(['hearing', 'enrolling']).describe('Listening to a clip; making the voice of all.'),
    clipIndex: z.int().describe('That is listened to; otherwise how many there are.'),
    clipCount: z.int(),
  }),
  example: { params: { stream: 'v1', phase: 'hearing', clipIndex: 0, clipCount: 1 } },
});

export const voiceShow = defineRequest({
  method: 'speech/voiceShow',
  summary: 'Client to daemon: whose voice one that was made of clips is, and what it was made of.',
  params: z.strictObject({ voice: voiceName }),
  result: z.strictObject({
    statement: z.string().describe('Whose voice it is, in the words of who made it.'),
    statedAt: z.string().describe('ISO 8601.'),
    language: z.string().describe('BCP-47.'),
    clips: z.array(
      z.strictObject({
        emotion: z.enum(emotions).nullable(),
        transcript: z.string(),
        language: z.string(),
        durationMs: z.number(),
      }),
    ),
  }),
  errors: ['unknownVoice', 'modelIncompatible', 'modelCorrupt', 'fileUnreadable'],
  example: {
    params: { voice: 'Mara' },
    result: {
      statement: 'My own voice.',
      statedAt: '2026-11-26T22:00:00.000Z',
      language: 'en',
      clips: [
        {
          emotion: null,
          transcript: 'The wind came first, and then the rain.',
          language: 'en',
          durationMs: 6200,
        },
      ],
    },
  },
});

export const voiceRemove = defineRequest({
  method: 'speech/voiceRemove',
  summary: 'Client to daemon: delete a voice that was made of a clip, also one that cannot be read.',
  params: z.strictObject({ voice: voiceName }),
  result: z.strictObject({}),
  errors: ['unknownVoice', 'cacheNotWritable'],
  example: { params: { voice: 'Mara' }, result: {} },
});
