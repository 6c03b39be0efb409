import { z } from 'zod';
import type { Infer } from './message.ts';

/** Takes of one sentence: each variation of Kokoro twice. */
export const mostTakes = 10;

export const takesSchema = z.strictObject({
  count: z
    .int()
    .min(2)
    .max(mostTakes)
    .describe(
      'How often a sentence is spoken at most: a take in which every word is heard, also with a little noise, is kept at once.',
    ),
  engine: z
    .string()
    .max(64)
    .exactOptional()
    .describe(
      'Recognition engine that hears them, as for `speech/recognizeFile`. Absent: of those installed the one that suits the language.',
    ),
});

/** How often a sentence is spoken, and who hears which take is the best. */
export type Takes = Infer<typeof takesSchema>;

const takeScoreSchema = z.strictObject({
  takeIndex: z.int().min(0).describe('0: nothing is changed in how it is spoken.'),
  heard: z.string().describe('What the recognition engine heard in it without noise; empty: no words.'),
  errorRate: z
    .number()
    .min(0)
    .describe(
      'Words substituted, missing and added by words of the text, characters in languages without spaces; 0: none.',
    ),
  divergence: z
    .strictObject({
      said: z.string().describe('Empty where something was added.'),
      heard: z.string().describe('Empty where something is missing.'),
    })
    .nullable()
    .describe('The most wrong words in a row; null where there are none.'),
  hasEmotion: z
    .boolean()
    .nullable()
    .describe('Whether the wished emotion was heard; null where none was wished, or the engine hears none.'),
  lengthRatio: z.number().describe('Its length by that of the median take.'),
  cost: z
    .number()
    .min(0)
    .describe('What it was judged by, with and without noise; 0: nothing is wrong with it.'),
});

export const takeChoiceSchema = z.strictObject({
  text: z.string().describe('The sentence.'),
  language: z.string().describe('In which it was heard, as models name it: `en`, `zh`.'),
  model: z.string().describe('That heard the takes.'),
  takes: z
    .array(takeScoreSchema)
    .min(1)
    .describe('Those that were spoken, the best first: that one is heard, the others are gone.'),
});

/** Which take of a sentence was kept, and why. */
export type TakeChoice = Infer<typeof takeChoiceSchema>;
