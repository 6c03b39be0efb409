import { z } from 'zod';
import type { Infer } from './message.ts';

/** How something is said, relative to the voice's own way. Every field absent means unchanged. */
export const prosodySchema = z.strictObject({
  rateFactor: z.number().min(0.5).max(2).exactOptional().describe('Speaking rate: 1.25 is a quarter faster.'),
  pitchFactor: z
    .number()
    .min(0.5)
    .max(2)
    .exactOptional()
    .describe('Fundamental frequency: 2 is an octave up.'),
  rangeFactor: z
    .number()
    .min(0)
    .max(3)
    .exactOptional()
    .describe("Pitch range around the utterance's mean, in the log domain: 0 is monotone, 1 unchanged."),
  energyDb: z.number().min(-24).max(12).exactOptional().describe('Loudness change in decibels.'),
});

export type Prosody = Infer<typeof prosodySchema>;

/** Prosody of a part of the text. */
export const prosodySpanSchema = z.strictObject({
  startOffset: z.int().min(0).describe("UTF-16 code unit into the request's text, first of the part."),
  endOffset: z.int().min(0).describe('The one after the last.'),
  prosody: prosodySchema.describe('Factors multiply onto what surrounds the part; decibels add.'),
  accent: z
    .number()
    .min(0)
    .max(1)
    .exactOptional()
    .describe("Pitch accent on the stressed syllables of the part's words: 0 none, 1 strong."),
});

export type ProsodySpan = Infer<typeof prosodySpanSchema>;

/** Prosody with every field present; factors of spans multiply onto it and decibels add. */
export type ResolvedProsody = Required<Prosody>;

export const neutralProsody: ResolvedProsody = { rateFactor: 1, pitchFactor: 1, rangeFactor: 1, energyDb: 0 };
