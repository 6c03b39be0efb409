import { expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { dictationEvent, dictationStart } from '../../protocol/dictation.ts';
import type { RecognitionOptions } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { recognizer, voiceActivity } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { fakeSpeechServices } from './fakeSpeechServices.ts';
import { connectInMemory } from './inMemoryClient.ts';

const program = 'const userMedia = await navigator.getUserMedia(); // get it\n';

test.each([
  [{}, undefined],
  [{ vocabulary: ['Siobhán'] }, ['Siobhán']],
  [{ identifierSources: [program] }, ['userMedia', 'getUserMedia']],
  [
    { vocabulary: ['userMedia', 'Mara'], identifierSources: [program] },
    ['userMedia', 'Mara', 'getUserMedia'],
  ],
])(
  '%j: the vocabulary is %j; what was heard comes as a paragraph of a script too',
  async (asked, expected) => {
    const seen: RecognitionOptions[] = [];
    const recording: typeof recognizer = {
      ...recognizer,
      recognize: (samples, options, signal) => {
        seen.push(options);
        return recognizer.recognize(samples, options, signal);
      },
    };
    const lease = {
      recognizer: recording,
      voiceActivity,
      loadMs: 0,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    using client = connectInMemory(
      fakeSpeechServices({ engines: { openRecognition: () => Promise.resolve(lease) } }),
    );
    const scripts: (string | undefined)[] = [];
    onNotification(client.connection, dictationEvent, ({ event, script }) => {
      if (event.kind === 'final') scripts.push(script);
    });
    const params = { stream: 'd', source: { kind: 'client', sampleRateHz: 16_000 }, ...asked } as const;
    const answer = sendRequest(client.connection, { definition: dictationStart, params }, never);
    const tone = Float32Array.from({ length: 16_000 }, (_, index) => Math.sin(index / 5) / 2);
    const pcm = Buffer.from(encodePcm16(tone)).toString('base64');
    const push = { definition: audioPush, params: { stream: 'd', sequence: 0, pcm } };
    await sendRequest(client.connection, push, never);
    await sendRequest(client.connection, { definition: audioEnd, params: { stream: 'd' } }, never);
    await answer;
    expect(seen.at(-1)?.vocabulary).toEqual(expected);
    expect(scripts).toEqual(['hello']);
  },
);
