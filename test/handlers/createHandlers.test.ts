import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ResponseError } from 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { daemonStatus } from '../../protocol/daemon.ts';
import { isSpeechError, SpeechError } from '../../protocol/errors.ts';
import type { RequestDefinition } from '../../protocol/message.ts';
import { messagesByFeature } from '../../protocol/messages.ts';
import { modelLoad, modelProgress, modelPull, modelVerify } from '../../protocol/models.ts';
import { recognitionSegment, recognizeAudio, recognizeFile } from '../../protocol/recognition.ts';
import { audioEnd, audioPush } from '../../protocol/stream.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import { voicesList } from '../../protocol/voices.ts';
import { encodePcm16, decodePcm } from '../../server/src/audio/pcm.ts';
import { buildWavHeader } from '../../server/src/audio/wav.ts';
import { createHandlers } from '../../server/src/handlers/createHandlers.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { fakeSpeechServices, type SpeechServicesOverrides } from './fakeSpeechServices.ts';
import { connectInMemory, type InMemoryClient } from './inMemoryClient.ts';
import { never } from '../support/never.ts';

function connect(overrides: SpeechServicesOverrides = {}): InMemoryClient {
  return connectInMemory(fakeSpeechServices(overrides));
}

/** One second of a loud tone between half seconds of silence, 16 kHz. */
function tone(): Float32Array {
  return Float32Array.from({ length: 32_000 }, (_, index) =>
    index > 8000 && index < 24_000 ? Math.sin(index / 5) / 2 : 0,
  );
}

const base64 = (samples: Float32Array): string => Buffer.from(encodePcm16(samples)).toString('base64');

async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

it('answers every request of the protocol but the first', () => {
  const client = { id: 'c', signal: never, notify: () => Promise.resolve() };
  const answered = createHandlers(fakeSpeechServices(), client).map(({ definition }) => definition.method);
  const requests = Object.values(messagesByFeature)
    .flat()
    .filter(({ kind }) => kind === 'request');
  expect(['speech/connectionOpen', ...answered].sort()).toEqual(requests.map(({ method }) => method).sort());
});

describe('errors', () => {
  it('names the field that is wrong', async () => {
    using client = connect();
    const params = { stream: 's', text: 'Hello.', voice: 3 };
    const error = await failure(client.connection.sendRequest(synthesize.method, params));
    expect(error).toBeInstanceOf(ResponseError);
    expect(error).toMatchObject({ code: 1013, data: { code: 'invalidInput' } });
    expect(String(error)).toContain('voice');
  });

  it.each([[[]], [[1, 2]], ['text'], [null]])('refuses %j in place of parameters', async (params) => {
    using client = connect();
    const error = await failure(client.connection.sendRequest(synthesize.method, params));
    expect(error).toMatchObject({ data: { code: 'invalidInput' } });
  });

  it('answers an unknown method as JSON-RPC says', async () => {
    using client = connect();
    const error = await failure(client.connection.sendRequest('speech/sing', {}));
    expect(error).toMatchObject({ code: -32_601 });
  });

  it('tells a bug to the log and not to the client', async () => {
    using client = connect({
      library: { listVoices: () => Promise.reject(new TypeError('secret is not a function')) },
    });
    const error = await failure(client.connection.sendRequest(voicesList.method, {}));
    expect(error).toMatchObject({ code: -32_603 });
    expect(String(error)).not.toContain('secret');
    expect(client.answered).toMatchObject([{ outcome: 'failed', error: { name: 'TypeError' } }]);
  });

  it('comes out on the other side as it was thrown', async () => {
    const thrown = new SpeechError('modelNotInstalled', { message: 'It is not here.', hint: 'Fetch it.' });
    using client = connect({ library: { requireInstalled: () => Promise.reject(thrown) } });
    const call = { definition: recognizeAudio, params: { stream: 'r', sampleRateHz: 16_000, pcm: '' } };
    const error = await failure(sendRequest(client.connection, call, never));
    expect(isSpeechError(error, 'modelNotInstalled')).toBe(true);
    expect(error).toMatchObject({ message: 'It is not here.', hint: 'Fetch it.' });
  });
});

describe('cancelling', () => {
  /** An engine that is never done, and says when it was asked to begin and to stop. */
  function endless(): { overrides: SpeechServicesOverrides; started: Promise<void>; stopped: Promise<void> } {
    let start = (): void => undefined;
    let stop = (): void => undefined;
    const started = new Promise<void>((resolve) => (start = resolve));
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const lease = {
      synthesizer: {
        ...synthesizer,
        synthesize: (_request: unknown, signal: AbortSignal) =>
          new Promise<never>((_resolve, reject) => {
            start();
            signal.addEventListener('abort', () => {
              stop();
              reject(signal.reason as Error);
            });
          }),
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    return { overrides: { engines: { openSynthesis: () => Promise.resolve(lease) } }, started, stopped };
  }
  const call = { definition: synthesize, params: { stream: 's', text: 'Hello.', voice: 'af_heart' } };

  it('rejects with the reason and stops the work', async () => {
    const { overrides, started, stopped } = endless();
    using client = connect(overrides);
    const controller = new AbortController();
    const reason = new Error('enough');
    const answer = failure(sendRequest(client.connection, call, controller.signal));
    await started;
    controller.abort(reason);
    expect(await answer).toBe(reason);
    await stopped;
  });

  it('happens when the connection is gone', async () => {
    const { overrides, started, stopped } = endless();
    using client = connect(overrides);
    void failure(sendRequest(client.connection, call, never));
    await started;
    client.leave();
    await stopped;
  });
});

describe('recognition', () => {
  it('hears sound that comes in one piece', async () => {
    using client = connect();
    const params = { stream: 'r', sampleRateHz: 16_000, pcm: base64(tone()) };
    const summary = await sendRequest(client.connection, { definition: recognizeAudio, params }, never);
    expect(summary).toMatchObject({ engine: 'fake', durationMs: 2000, segments: [{ text: 'hello' }] });
  });

  it('hears sound that is pushed, and tells segments as they come', async () => {
    using client = connect();
    const told: string[] = [];
    onNotification(client.connection, recognitionSegment, ({ segment }) => told.push(segment.text));
    const call = { definition: recognizeAudio, params: { stream: 'r', sampleRateHz: 16_000 } };
    const answer = sendRequest(client.connection, call, never);
    const samples = tone();
    for (let sequence = 0; sequence < 10; sequence += 1) {
      const pcm = base64(samples.subarray(sequence * 3200, (sequence + 1) * 3200));
      const push = { definition: audioPush, params: { stream: 'r', sequence, pcm } };
      await sendRequest(client.connection, push, never);
    }
    await sendRequest(client.connection, { definition: audioEnd, params: { stream: 'r' } }, never);
    expect(await answer).toMatchObject({ durationMs: 2000, segments: [{ text: 'hello' }] });
    expect(told).toEqual(['hello']);
  });

  it.each([
    { name: 'half a sample', params: { stream: 'r', sequence: 0, pcm: 'AAA=' }, expected: /whole number/ },
    { name: 'a gap', params: { stream: 'r', sequence: 1, pcm: 'AAA=' }, expected: /expected/ },
    { name: 'no base64', params: { stream: 'r', sequence: 0, pcm: '***' }, expected: /pcm/ },
    { name: 'another stream', params: { stream: 'x', sequence: 0, pcm: 'AAAA' }, expected: /no stream/ },
  ])('refuses $name', async ({ params, expected }) => {
    using client = connect();
    const call = {
      definition: recognizeAudio,
      params: { stream: 'r', sampleRateHz: 16_000, channelCount: 2 },
    };
    void failure(sendRequest(client.connection, call, never));
    const error = await failure(sendRequest(client.connection, { definition: audioPush, params }, never));
    expect(isSpeechError(error, 'invalidInput')).toBe(true);
    expect(String(error)).toMatch(expected);
  });

  it('hears a file, and refuses a path that is not whole', async () => {
    using client = connect();
    const folder = await mkdtemp(path.join(tmpdir(), 'aloud-handlers-'));
    const file = path.join(folder, 'tone.wav');
    const bytes = encodePcm16(tone());
    const header = buildWavHeader({ sampleRateHz: 16_000, channelCount: 1, dataBytes: bytes.length });
    writeFileSync(file, Buffer.concat([header, bytes]));
    const hear = (name: string) =>
      sendRequest(client.connection, { definition: recognizeFile, params: { path: name } }, never);
    expect(await hear(file)).toMatchObject({ segments: [{ text: 'hello' }], warnings: [] });
    expect(isSpeechError(await failure(hear('tone.wav')), 'invalidInput')).toBe(true);
    expect(isSpeechError(await failure(hear(path.join(folder, 'none.wav'))), 'fileUnreadable')).toBe(true);
  });
});

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
      const lease = { synthesizer: listening, [Symbol.asyncDispose]: () => Promise.resolve() };
      using client = connect({ engines: { openSynthesis: () => Promise.resolve(lease) } });
      const params = { stream: 's', text: 'Hello.', voice: 'af_heart', ...pace };
      await sendRequest(client.connection, { definition: synthesize, params }, never);
      expect(asked).toEqual([hears]);
    },
  );

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

describe('models', () => {
  it('pulls with progress and refuses unknown ones', async () => {
    const phases = ['downloading', 'verifying'] as const;
    using client = connect({
      library: {
        pullModel: (model, { onProgress }) => {
          for (const phase of phases)
            onProgress({ model, file: 'a', receivedBytes: 1, totalBytes: 2, phase });
          return Promise.resolve();
        },
      },
    });
    const told: string[] = [];
    onNotification(client.connection, modelProgress, ({ progress }) => told.push(progress.phase));
    const pull = (model: string) =>
      sendRequest(client.connection, { definition: modelPull, params: { stream: 'm', model } }, never);
    await pull('moonshine-tiny');
    expect(told).toEqual([...phases]);
    expect(isSpeechError(await failure(pull('moonshine')), 'unknownModel')).toBe(true);
  });

  it('tells the state after reading a model again, and how long it took to load one', async () => {
    using client = connect();
    const ask = async (definition: RequestDefinition) =>
      client.connection.sendRequest(definition.method, { model: 'kokoro-82m' });
    expect(await ask(modelVerify)).toEqual({ state: 'installed' });
    expect(await ask(modelLoad)).toEqual({ loadMs: expect.any(Number) as number });
  });
});

it('answers what the daemon is', async () => {
  using client = connect();
  const status = await sendRequest(client.connection, { definition: daemonStatus, params: {} }, never);
  expect(status).toMatchObject({ version: '0.1.0', connections: 1 });
  expect(client.answered).toMatchObject([{ method: 'speech/daemonStatus', outcome: 'ok' }]);
});
