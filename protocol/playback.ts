import { z } from 'zod';
import { documentFields, textRangeSchema } from './document.ts';
import { engineErrors } from './engineErrors.ts';
import { defineNotification, defineRequest } from './message.ts';
import { streamSchema } from './stream.ts';
import { synthesisOptionsSchema, synthesisRequestSchema, wordTimeSchema } from './synthesis.ts';

export const speedSchema = z
  .number()
  .min(0.5)
  .max(3)
  .describe('How fast the sound is played, its pitch unchanged; 1 is as it was spoken.');

const noResult = z.strictObject({});

export const playbackOptions = {
  stream: streamSchema,
  device: z.string().max(512).exactOptional().describe('Id or name of the speaker; absent: the default one.'),
  speed: speedSchema.exactOptional(),
};

export const playbackResult = {
  reason: z.enum(['ended', 'stopped']),
  heardMs: z.number().describe('Position in the sound up to which it was heard.'),
  durationMs: z.number().nullable().describe('Of the whole sound; null where not all of it was made.'),
};

export const playbackErrors = [
  'invalidInput',
  'unknownVoice',
  'languageUnsupported',
  'audioDeviceUnavailable',
  'deviceBusy',
  ...engineErrors,
] as const;

export const playbackStart = defineRequest({
  method: 'speech/playbackStart',
  summary:
    "Client to daemon: speak a text on the daemon's speaker. Where it is comes as `speech/playbackPosition`. The answer comes when the last sample was heard, after `speech/playbackStop`, or with the error that ended it; cancelling falls silent at once.",
  params: z.strictObject({
    ...playbackOptions,
    ...synthesisRequestSchema.shape,
    ...synthesisOptionsSchema.shape,
  }),
  result: z.strictObject(playbackResult),
  errors: playbackErrors,
  example: {
    params: { stream: 'p1', text: 'The wind came first.', voice: 'af_heart' },
    result: { reason: 'ended', heardMs: 1450, durationMs: 1450 },
  },
});

export const documentPlaybackStart = defineRequest({
  method: 'speech/documentPlaybackStart',
  summary:
    "Client to daemon: read a document on the daemon's speaker: a script with the voices of its cast, Markdown without its marks, of a program its comments. Otherwise as `speech/playbackStart`, and the same requests control it. All offsets, those of words too, are into the document's text.",
  params: z.strictObject({
    ...playbackOptions,
    ...documentFields,
    ...synthesisOptionsSchema.shape,
  }),
  result: z.strictObject({
    ...playbackResult,
    dropped: z
      .array(
        z.strictObject({
          ability: z.string().describe('What was asked, such as `event:laughter`.'),
          voice: z.string(),
          message: z.string().describe('One sentence.'),
          source: textRangeSchema.nullable().describe('Where it is asked; null: by the cast.'),
        }),
      )
      .describe('What a voice was asked for and cannot do: each once for each voice.'),
  }),
  errors: [...playbackErrors, 'fileUnreadable', 'unsupportedAudio'],
  example: {
    params: {
      stream: 'p1',
      text: '# The wind\n\nIt came *first*.\n',
      languageId: 'markdown',
      voice: 'af_heart',
    },
    result: { reason: 'ended', heardMs: 2450, durationMs: 2450, dropped: [] },
  },
});

const control = (method: string, summary: string) =>
  defineRequest({
    method,
    summary,
    params: z.strictObject({ stream: streamSchema }),
    result: noResult,
    errors: ['invalidInput'],
    example: { params: { stream: 'p1' }, result: {} },
  });

export const playbackPause = control(
  'speech/playbackPause',
  'Client to daemon: fall silent and keep the place. Speech is made ahead a little further, then it waits.',
);

export const playbackResume = control(
  'speech/playbackResume',
  'Client to daemon: go on from where it was paused.',
);

export const playbackStop = control(
  'speech/playbackStop',
  'Client to daemon: fall silent and end; `speech/playbackStart` is answered with `stopped`.',
);

export const playbackSeek = defineRequest({
  method: 'speech/playbackSeek',
  summary:
    'Client to daemon: go on from another place. Back as far as the sound is kept (ten minutes); forward as far as it has been made, further it waits for the sound.',
  params: z.strictObject({
    stream: streamSchema,
    target: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('time'), positionMs: z.number().min(0) }),
      z.strictObject({
        kind: z.literal('text'),
        offset: z.int().min(0).describe('UTF-16 code unit into the text; the word there, or the next one.'),
      }),
    ]),
  }),
  result: z.strictObject({
    word: wordTimeSchema
      .nullable()
      .describe('The word that is heard next; null where the sound of that place has not been made yet.'),
  }),
  errors: ['invalidInput'],
  example: {
    params: { stream: 'p1', target: { kind: 'text', offset: 9 } },
    result: { word: { text: 'came', startOffset: 9, endOffset: 13, startMs: 400, endMs: 700 } },
  },
});

export const playbackSpeed = defineRequest({
  method: 'speech/playbackSpeed',
  summary: 'Client to daemon: play faster or slower from now on.',
  params: z.strictObject({ stream: streamSchema, speed: speedSchema }),
  result: noResult,
  errors: ['invalidInput'],
  example: { params: { stream: 'p1', speed: 1.5 }, result: {} },
});

export const playbackReplacedVoice = defineNotification({
  method: 'speech/playbackReplacedVoice',
  summary:
    'Daemon to client, before the first sound of a `speech/documentPlaybackStart`: the document names a voice that there is not, and that of the request speaks in its place. Once for each place that names one for what is played.',
  params: z.strictObject({
    stream: streamSchema,
    voice: z.string().describe('As the document names it.'),
    spokenBy: z.string().describe('The voice of the request.'),
    source: textRangeSchema.describe(
      'Of the name, into the text of the document; of one that is included, where the file is.',
    ),
    message: z.string().describe('One sentence.'),
    hint: z.string().describe('Which voices are near, and where all are listed.'),
  }),
  example: {
    params: {
      stream: 'p1',
      voice: 'bf_ema',
      spokenBy: 'af_heart',
      source: { startOffset: 18, endOffset: 24 },
      message: 'There is no voice "bf_ema".',
      hint: 'Did you mean bf_emma? `aloud voices` lists all.',
    },
  },
});

export const playbackPosition = defineNotification({
  method: 'speech/playbackPosition',
  summary:
    'Daemon to client: when a word begins to be heard, when the state changes, and about ten times a second.',
  params: z.strictObject({
    stream: streamSchema,
    state: z.enum(['playing', 'paused']),
    positionMs: z.number().describe('In the sound, of what is heard now.'),
    word: wordTimeSchema.nullable().describe('The word that is heard now; null between words.'),
  }),
  example: {
    params: {
      stream: 'p1',
      state: 'playing',
      positionMs: 130,
      word: { text: 'wind', startOffset: 4, endOffset: 8, startMs: 120, endMs: 400 },
    },
  },
});
