import { ResponseError } from 'vscode-jsonrpc/node';
import { describe, expect, it } from 'vitest';
import { sendRequest } from '../../protocol/calls.ts';
import { daemonStatus } from '../../protocol/daemon.ts';
import { isSpeechError, SpeechError } from '../../protocol/errors.ts';
import { messagesByFeature } from '../../protocol/messages.ts';
import { recognizeAudio } from '../../protocol/recognition.ts';
import { synthesize } from '../../protocol/synthesis.ts';
import { voicesList } from '../../protocol/voices.ts';
import { createHandlers } from '../../server/src/handlers/createHandlers.ts';
import { synthesizer } from '../support/fakeEngines.ts';
import { fakeSpeechServices, type SpeechServicesOverrides } from './fakeSpeechServices.ts';
import { never } from '../support/never.ts';
import { connect, failure } from './handlerClient.ts';

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
    expect(String(error)).toContain('voice: it is no text.');
  });

  it.each([
    [{ stream: 's', voice: 'v' }, 'text: it is missing.'],
    [{ stream: 's', voice: 'v', text: 'Hi.', foo: 1 }, 'nothing is known of "foo".'],
    [
      { stream: 's', voice: 'v', text: 'Hi.', priority: 'now' },
      'priority: it is none of interactive, preview, book.',
    ],
    [
      { stream: 's', voice: 'v', text: 'Hi.', prosody: { rateFactor: 9 } },
      'prosody.rateFactor: it is more than 2.',
    ],
    [{ stream: '', voice: 'v', text: 'Hi.' }, 'stream: it has less than 1 characters.'],
  ])('says of %j in plain words that %s', async (params, sentence) => {
    using client = connect();
    const error = await failure(client.connection.sendRequest(synthesize.method, params));
    expect(String(error)).toContain(`wrong parameters: ${sentence}`);
  });

  it('takes null for no parameters', async () => {
    using client = connect();
    await expect(client.connection.sendRequest(voicesList.method, null)).resolves.toHaveProperty('voices');
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
      loadMs: 0,
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

it('answers what the daemon is', async () => {
  using client = connect();
  const status = await sendRequest(client.connection, { definition: daemonStatus, params: {} }, never);
  expect(status).toMatchObject({ version: '0.1.0', connections: 1 });
  expect(client.answered).toMatchObject([{ method: 'speech/daemonStatus', outcome: 'ok' }]);
});
