import { z } from 'zod';
import { documentFields, textRangeSchema } from './document.ts';
import { engineErrors } from './engineErrors.ts';
import { defineNotification, defineRequest } from './message.ts';
import { keptSchema, previewRowSchema, rowErrorCodes, takeCheckSchema } from './previewRow.ts';
import { streamSchema } from './stream.ts';
import { synthesisOptionsSchema } from './synthesis.ts';

const previewErrors = ['invalidInput', 'unknownVoice'] as const;

const exampleText = 'MARA: Come in.\n';

export const previewPlan = defineRequest({
  method: 'speech/previewPlan',
  summary:
    'Client to daemon: what a document says, one row for each utterance, in order, and which of it has a sound. Nothing is spoken. Offsets of `source` and `sourceMap` are into the text of the document.',
  params: z.strictObject({
    ...documentFields,
    provider: synthesisOptionsSchema.shape.provider,
    takes: synthesisOptionsSchema.shape.takes,
  }),
  result: z.strictObject({ rows: z.array(previewRowSchema) }),
  errors: previewErrors,
  example: {
    params: { text: exampleText, languageId: 'aloud', voice: 'af_heart' },
    result: {
      rows: [
        {
          speaker: 'MARA',
          voice: 'af_heart',
          text: 'Come in.',
          source: { startOffset: 6, endOffset: 14 },
          sourceMap: [{ textStart: 0, textLength: 8, sourceStart: 6, sourceLength: 8 }],
          problem: null,
          key: '7d5f2f0c9a3e',
          estimatedMs: 478,
          kept: null,
          check: null,
          takes: null,
        },
      ],
    },
  },
});

export const previewRender = defineRequest({
  method: 'speech/previewRender',
  summary:
    'Client to daemon: make the sound of a document, or of some of its rows, and keep it: what was made before is not made again, by whomever and however long ago. How it goes comes as `speech/previewProgress`. Speaking the document on the speaker takes the same sound. A row that fails does not keep the others from being made.',
  params: z.strictObject({
    stream: streamSchema,
    ...documentFields,
    ...synthesisOptionsSchema.shape,
    priority: synthesisOptionsSchema.shape.priority.describe('Absent: `preview`.'),
    rows: z
      .array(z.int().min(0))
      .max(100_000)
      .exactOptional()
      .describe('Positions in what `speech/previewPlan` answers to the same text; absent: all.'),
  }),
  result: z.strictObject({
    synthesizedCount: z.int().describe('Utterances that were spoken for this.'),
    keptCount: z.int().describe('Rows whose sound was there.'),
    failedCount: z.int(),
  }),
  errors: [...previewErrors, ...engineErrors],
  example: {
    params: { stream: 'r1', text: exampleText, languageId: 'aloud', voice: 'af_heart' },
    result: { synthesizedCount: 1, keptCount: 0, failedCount: 0 },
  },
});

export const previewProgress = defineNotification({
  method: 'speech/previewProgress',
  summary: 'Daemon to client: a row of a `speech/previewRender` is being made, is made, or has failed.',
  params: z.strictObject({
    stream: streamSchema,
    row: z.int().min(0),
    progress: z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('rendering') }),
      z.strictObject({
        state: z.literal('kept'),
        kept: keptSchema,
        check: takeCheckSchema
          .nullable()
          .describe('As in `speech/previewPlan`; takes are heard as they are made.'),
        takes: previewRowSchema.shape.takes,
      }),
      z.strictObject({
        state: z.literal('failed'),
        line: z.int().min(1).nullable().describe('That names a voice that there is not; null: none does.'),
        code: z.enum(rowErrorCodes),
        message: z.string().describe('One sentence.'),
        hint: z.string().describe('One sentence that names the way out.'),
        data: z
          .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
          .describe('As an error of this code has.'),
      }),
    ]),
  }),
  example: {
    params: {
      stream: 'r1',
      row: 0,
      progress: {
        state: 'kept',
        kept: { durationMs: 810, peaks: [3, 90, 141, 20] },
        check: null,
        takes: null,
      },
    },
  },
});

export const previewCheck = defineRequest({
  method: 'speech/previewCheck',
  summary:
    'Client to daemon: listen to the sounds that were made of a document, or of some of its rows, with a recognition engine, and compare what is heard with the text: garbled words are found, and what is missing or was added. Rows without a sound are passed over, and what was listened to before is not again. What is heard comes as `speech/previewChecked`, and is kept beside the sound.',
  params: z.strictObject({
    stream: streamSchema,
    ...documentFields,
    provider: synthesisOptionsSchema.shape.provider.describe(
      'Where the sounds were computed; absent: the processor.',
    ),
    takes: synthesisOptionsSchema.shape.takes.describe('As the sounds were asked for.'),
    engine: z
      .string()
      .max(64)
      .exactOptional()
      .describe(
        'That hears, as for `speech/recognizeFile`. Absent: of those installed the one that suits the language.',
      ),
    priority: synthesisOptionsSchema.shape.priority.describe('Absent: `book`, behind everybody who waits.'),
    rows: previewRender.params.shape.rows,
  }),
  result: z.strictObject({
    checkedCount: z.int().describe('Sounds that were listened to for this.'),
    knownCount: z.int().describe('Rows that were listened to before.'),
    doubtfulCount: z.int().describe('Of both.'),
    soundlessCount: z.int().describe('Rows without a sound, or with one in another voice than they name.'),
    unheardCount: z.int().describe('Rows in a language that no engine hears.'),
  }),
  errors: [...previewErrors, 'unknownModel', ...engineErrors],
  example: {
    params: { stream: 'c1', text: exampleText, languageId: 'aloud', voice: 'af_heart' },
    result: { checkedCount: 1, knownCount: 0, doubtfulCount: 0, soundlessCount: 0, unheardCount: 0 },
  },
});

export const previewChecked = defineNotification({
  method: 'speech/previewChecked',
  summary:
    'Daemon to client: what was heard in the sound of a row of a `speech/previewCheck`, now or before.',
  params: z.strictObject({ stream: streamSchema, row: z.int().min(0), check: takeCheckSchema }),
  example: {
    params: {
      stream: 'c1',
      row: 0,
      check: { heard: 'Come in.', errorRate: 0, isDoubtful: false, model: 'moonshine-tiny' },
    },
  },
});

const castPlace = {
  text: documentFields.text,
  place: documentFields.place,
};

export const castList = defineRequest({
  method: 'speech/castList',
  summary: 'Client to daemon: who speaks in a script, in the order of the cast, then of the first line.',
  params: z.strictObject(castPlace),
  result: z.strictObject({
    characters: z.array(
      z.strictObject({
        name: z.string(),
        voice: z.string().nullable().describe('Null: the one of whoever asks.'),
        language: z.string().nullable().describe('BCP-47; null: that of the voice.'),
        lineCount: z.int(),
        source: textRangeSchema
          .nullable()
          .describe('The entry in the cast of this script; null: it is included.'),
      }),
    ),
  }),
  errors: ['invalidInput'],
  example: {
    params: { text: '---\ncast: { MARA: bf_emma }\n---\n\nMARA: Come in.\n' },
    result: {
      characters: [
        {
          name: 'MARA',
          voice: 'bf_emma',
          language: null,
          lineCount: 1,
          source: { startOffset: 12, endOffset: 25 },
        },
      ],
    },
  },
});

export const castAssign = defineRequest({
  method: 'speech/castAssign',
  summary:
    'Client to daemon: the edits that give a character of a script a voice. Nothing is written; the offsets are into the text as it was sent, the edits apart from each other and in order. A character that is included gets an entry in the script, which wins.',
  params: z.strictObject({
    ...castPlace,
    character: z.string().min(1).max(256),
    voice: z.string().max(256),
  }),
  result: z.strictObject({
    edits: z.array(z.strictObject({ range: textRangeSchema, newText: z.string() })),
  }),
  errors: previewErrors,
  example: {
    params: {
      text: '---\ncast: { MARA: bf_emma }\n---\n\nMARA: Come in.\n',
      character: 'MARA',
      voice: 'bf_isabella',
    },
    result: { edits: [{ range: { startOffset: 18, endOffset: 25 }, newText: 'bf_isabella' }] },
  },
});
