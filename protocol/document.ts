import { z } from 'zod';
import type { Infer } from './message.ts';

/** A stretch of a text. */
export const textRangeSchema = z.strictObject({
  startOffset: z.int().min(0).describe('UTF-16 code unit into the text.'),
  endOffset: z.int().min(0).describe('The one after its last.'),
});

const placeSchema = z.strictObject({
  file: z.string().min(1).max(32_768).describe('Absolute path of the document.'),
  root: z.string().min(1).max(32_768).describe('Absolute path of the folder it may name files of.'),
});

/** A document as an editor has it, with what it does not say itself. */
export const documentFields = {
  text: z.string().max(4_000_000).describe('Of the whole document, as the editor has it.'),
  languageId: z
    .string()
    .max(128)
    .describe('As VS Code names it: `aloud`, `markdown`, `plaintext`, or a programming language.'),
  range: textRangeSchema
    .exactOptional()
    .describe('Only what is said there. Empty, in a script: the paragraph at that place.'),
  place: placeSchema
    .exactOptional()
    .describe(
      'From where a script includes casts and plays sounds. Absent, as it must be in a workspace that the user does not trust: it does neither.',
    ),
  voice: z
    .string()
    .max(256)
    .describe(
      'Speaks what names no voice. In playback it speaks, too, what names a voice that does not exist.',
    ),
  language: z
    .string()
    .max(64)
    .exactOptional()
    .describe('BCP-47, of what does not say it itself; absent: that of the voice.'),
};

export type DocumentRequest = Infer<z.ZodObject<typeof documentFields, z.core.$strict>>;
