import { z } from 'zod';
import type { Infer } from './message.ts';
import { speakingStyleSchema } from './speakingStyle.ts';

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

/** How much a word stands out. */
const emphasisLevels = ['strong', 'moderate', 'reduced'] as const;

export type Emphasis = (typeof emphasisLevels)[number];

/** How a part of the text is said. Where parts overlap, the later one in the list lies within the earlier one. */
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
  emphasis: z.enum(emphasisLevels).exactOptional().describe("How the part's words stand out."),
  style: speakingStyleSchema.exactOptional().describe('What it names replaces what surrounds the part.'),
  phonemes: z
    .string()
    .max(2000)
    .exactOptional()
    .describe('In the International Phonetic Alphabet: said in place of the text of the part.'),
  isLaughing: z.boolean().exactOptional().describe('The part is spoken while laughing.'),
});

export type ProsodySpan = Infer<typeof prosodySpanSchema>;

/** Prosody with every field present; factors of spans multiply onto it and decibels add. */
export type ResolvedProsody = Required<Prosody>;

export const neutralProsody: ResolvedProsody = { rateFactor: 1, pitchFactor: 1, rangeFactor: 1, energyDb: 0 };
