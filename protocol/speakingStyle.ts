import { z } from 'zod';
import { deliveries, emotions } from './expression.ts';
import type { Infer } from './message.ts';

/** How something is meant; what an engine cannot do of it is left out. Absent fields ask for nothing. */
export const speakingStyleSchema = z.strictObject({
  emotion: z.enum(emotions).exactOptional(),
  strength: z.number().min(0).max(1).exactOptional().describe('Of the emotion; absent: 1.'),
  delivery: z.enum(deliveries).exactOptional().describe('How the voice is used.'),
  instruction: z
    .string()
    .max(2000)
    .exactOptional()
    .describe('In natural language, for engines that understand it.'),
});

export type SpeakingStyle = Infer<typeof speakingStyleSchema>;
