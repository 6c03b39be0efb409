import { z } from 'zod';
import { defineRequest } from './message.ts';

/** Names one long request and everything that belongs to it. Chosen by the client. */
export const streamSchema = z
  .string()
  .min(1)
  .max(64)
  .describe('Name of the stream, chosen by the client, unique on its connection while the request is open.');

/** Samples in transit. */
export const pcmSchema = z
  .base64()
  .max(6_000_000)
  .describe('Signed 16-bit little-endian samples, channels interleaved, base64.');

export const sampleRateSchema = z.int().min(8000).max(192_000).describe('Samples per second and channel.');

export const channelCountSchema = z
  .int()
  .min(1)
  .max(8)
  .describe('Interleaved channels; they are mixed to one.');

export const audioPush = defineRequest({
  method: 'speech/audioPush',
  summary:
    'Client to daemon, in order of `sequence`, while a `speech/recognizeAudio` or `speech/dictationStart` is open that takes its sound from the client. The answer comes when there is room for more: a client that sends faster than it is heard waits for it, and at most 16 pushes may be unanswered.',
  params: z.strictObject({
    stream: streamSchema,
    sequence: z.int().min(0).describe('0, 1, 2 ... without a gap.'),
    pcm: pcmSchema
      .max(1_000_000)
      .describe(
        'A few seconds at most; 20 to 200 ms where it is live. Signed 16-bit little-endian samples, channels interleaved, base64.',
      ),
  }),
  result: z.strictObject({
    bufferedMs: z.number().describe('Sound received and not yet taken by the recognizer.'),
  }),
  errors: ['invalidInput', 'busy'],
  example: { params: { stream: 'd1', sequence: 0, pcm: 'AAABAAIAAwA=' }, result: { bufferedMs: 12.5 } },
});

export const audioEnd = defineRequest({
  method: 'speech/audioEnd',
  summary:
    'Client to daemon: there is no more sound. What was heard so far is finished, then the long request is answered.',
  params: z.strictObject({ stream: streamSchema }),
  result: z.strictObject({}),
  errors: ['invalidInput'],
  example: { params: { stream: 'd1' }, result: {} },
});
