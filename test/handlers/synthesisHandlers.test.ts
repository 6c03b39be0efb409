import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { isSpeechError, SpeechError } from '../../protocol/errors.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import { decodePcm } from '../../server/src/audio/pcm.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { never } from '../support/never.ts';
import { connect, failure } from './handlerClient.ts';

describe('synthesis', () => {
  it('sends pieces without gap, at most 200 ms each, with the words that begin in them', async () => {
    using client = connect();
    const pieces: { sequence: number; startMs: number; sampleCount: number; words: string[] }[] = [];
    onNotification(client.connection, synthesisAudio, ({ sequence, startMs, pcm, words }) => {
      const sampleCount = decodePcm(Buffer.from(pcm, 'base64'), 'int16').length;
      pieces.push({ sequence, startMs, sampleCount, words: words.map(({ text }) => text) });
    });
    const text = 'One two three four. Five six.';
    const call = { definition: synthesize, params: { stream: 's', text, voice: 'af_heart' } };
    const summary = await sendRequest(client.connection, call, never);
    expect(summary).toMatchObject({ engine: 'fake', sampleRateHz: 24_000, loadMs: 0 });
    expect(pieces.map(({ sequence }) => sequence)).toEqual(pieces.map((_, index) => index));
    expect(Math.max(...pieces.map(({ sampleCount }) => sampleCount))).toBeLessThanOrEqual(4800);
    const sampleCount = pieces.reduce((sum, piece) => sum + piece.sampleCount, 0);
    expect(sampleCount / 24).toBeCloseTo(summary.durationMs, 0);
    expect(pieces.flatMap(({ words }) => words)).toEqual(['One', 'two', 'three', 'four', 'Five', 'six']);
  });

  it.each([
    { pace: {}, hears: true },
    { pace: { pace: 'whole' }, hears: false },
  ] as const)(
    'asks the engine for sound while it computes unless told otherwise: $pace',
    async ({ pace, hears }) => {
      const asked: boolean[] = [];
      const listening: typeof synthesizer = {
        ...synthesizer,
        synthesize: (request, signal, onSound) => {
          asked.push(onSound !== undefined);
          return synthesizer.synthesize(request, signal, onSound);
        },
      };
      const lease = { synthesizer: listening, loadMs: 0, [Symbol.asyncDispose]: () => Promise.resolve() };
      using client = connect({ engines: { openSynthesis: () => Promise.resolve(lease) } });
      const params = { stream: 's', text: 'Hello.', voice: 'af_heart', ...pace };
      await sendRequest(client.connection, { definition: synthesize, params }, never);
      expect(asked).toEqual([hears]);
    },
  );

  it('refuses a language that is not spoken before anything is loaded', async () => {
    const refusal = new SpeechError('languageUnsupported', { message: 'Not Elvish.', hint: 'Try English.' });
    using client = connect({
      engines: { openSynthesis: () => Promise.reject(new Error('An engine was loaded.')) },
      library: {
        findUnspoken: ([request]) => Promise.resolve(request === undefined ? null : { request, refusal }),
      },
    });
    const params = { stream: 's', text: 'Mellon.', voice: 'af_heart', language: 'sjn' };
    const error = await failure(sendRequest(client.connection, { definition: synthesize, params }, never));
    expect(error).toMatchObject({ code: 'languageUnsupported', message: 'Not Elvish.' });
  });

  it('keeps two streams at once apart: every listener hears all, and one may leave', async () => {
    using client = connect();
    const heard: Record<'first' | 'second', string[]> = { first: [], second: [] };
    const listen = (name: 'first' | 'second') =>
      onNotification(client.connection, synthesisAudio, ({ stream }) => {
        if (stream === name) heard[name].push(stream);
      });
    const first = listen('first');
    listen('second');
    const say = (stream: string) =>
      sendRequest(
        client.connection,
        { definition: synthesize, params: { stream, text: 'One two.', voice: 'af_heart' } },
        never,
      );
    await Promise.all([say('first'), say('second')]);
    expect(heard.first.length).toBeGreaterThan(0);
    expect(heard.second.length).toBe(heard.first.length);
    first.dispose();
    await say('first');
    expect(heard.second.length).toBe(heard.first.length);
  });

  it('refuses an unknown voice before anything is loaded', async () => {
    using client = connect({ engines: { openSynthesis: () => Promise.reject(new Error('loaded')) } });
    const call = { definition: synthesize, params: { stream: 's', text: 'Hello.', voice: 'nobody' } };
    const error = await failure(sendRequest(client.connection, call, never));
    expect(isSpeechError(error, 'unknownVoice')).toBe(true);
  });
});
