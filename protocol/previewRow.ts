import { z } from 'zod';
import { textRangeSchema } from './document.ts';
import type { SpeechErrorCode } from './errors.ts';
import type { Infer } from './message.ts';
import { takeChoiceSchema } from './takes.ts';

/** Bars of a waveform. */
export const previewPeakCount = 96;

const peaksSchema = z
  .array(z.int().min(0).max(255))
  .max(previewPeakCount)
  .describe(
    'The waveform: the largest magnitude of each part of the sound, of equal lengths; 255 is full scale.',
  );

export const keptSchema = z.strictObject({
  durationMs: z.number().describe('Of the sound.'),
  peaks: peaksSchema,
});

export const takeCheckSchema = z.strictObject({
  heard: z.string().describe('What a recognition engine heard in the sound; empty: no words.'),
  errorRate: z
    .number()
    .min(0)
    .describe(
      'Words substituted, missing and added by words of the text, characters in languages without spaces; 0: none. A number and its words are the same in English.',
    ),
  isDoubtful: z
    .boolean()
    .describe('More than a recognition engine mishears: three wrong words in a row, or more than a third.'),
  model: z.string().describe('That heard it.'),
});

/** What was heard in the sound of a row. */
export type TakeCheck = Infer<typeof takeCheckSchema>;

/** What may be wrong with one row and not with the next. */
export const rowErrorCodes = [
  'engineFailed',
  'inputTooLong',
  'invalidInput',
  'languageUnsupported',
  'unknownVoice',
] as const satisfies readonly SpeechErrorCode[];

const rowProblemSchema = z.strictObject({
  line: z.int().min(1).describe('That names the voice.'),
  message: z.string().describe('One sentence.'),
  hint: z.string().describe('Which voices are near, and where all are listed.'),
});

/** A voice that a row names and that there is not. */
export type RowProblem = Infer<typeof rowProblemSchema>;

export const previewRowSchema = z.strictObject({
  speaker: z.string().nullable().describe('Name in the cast; null: a narrator that has no entry.'),
  voice: z.string().describe('Whose sound is heard.'),
  text: z.string().describe('As it is said, without markup.'),
  source: textRangeSchema,
  sourceMap: z
    .array(
      z.strictObject({
        textStart: z.int(),
        textLength: z.int(),
        sourceStart: z.int(),
        sourceLength: z.int(),
        isReplacement: z
          .literal(true)
          .exactOptional()
          .describe('One stands for the other, such as words for a number; absent: letter by letter.'),
      }),
    )
    .describe('From the text back to the document, in order.'),
  problem: rowProblemSchema
    .nullable()
    .describe(
      'Why its sound is not made: it names a voice that there is not; played, it is heard in that of the request. Null: nothing.',
    ),
  key: z.string().describe('Of the sound: rows that sound alike have the same.'),
  estimatedMs: z.number().describe('How long it will take to say, told without saying it.'),
  kept: keptSchema.nullable().describe('Its sound, where it was made before; null: it has to be made.'),
  check: takeCheckSchema.nullable().describe('What was heard in its sound; null: nobody has listened yet.'),
  takes: z
    .array(takeChoiceSchema)
    .nullable()
    .describe('Which take of each of its sentences was kept; null: none were asked for.'),
});

export type PreviewRow = Infer<typeof previewRowSchema>;
