import { z } from 'zod';
import { defineNotification, defineRequest, type Infer } from './message.ts';

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
