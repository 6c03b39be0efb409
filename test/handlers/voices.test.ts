import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { onNotification, sendRequest } from '../../protocol/calls.ts';
import { voiceAdd, voiceProgress, voiceRemove, voiceShow } from '../../protocol/voices.ts';
import type { SpeechServices } from '../../server/src/handlers/speechServices.ts';
import type { VoiceClip } from '../../server/src/voices/voiceProfile.ts';
import { openVoiceLibrary } from '../../server/src/voices/voiceLibrary.ts';
import { wavFile } from '../cli/wavFile.ts';
import { never } from '../support/never.ts';
import { exampleClip } from '../voices/exampleProfile.ts';
import { fakeSpeechServices } from './fakeSpeechServices.ts';
import { connectInMemory } from './inMemoryClient.ts';

const state = { root: '', clip: '' };
beforeEach(() => {
  state.root = mkdtempSync(path.join(tmpdir(), 'aloud-voice-handlers-'));
  state.clip = wavFile(state.root, 'mara.wav', { seconds: 4, isLoud: true });
});
afterEach(() => {
  rmSync(state.root, { recursive: true });
});

function connect(enrollClips: SpeechServices['engines']['enrollClips']) {
  const voices = openVoiceLibrary(path.join(state.root, 'voices'));
  return { voices, client: connectInMemory(fakeSpeechServices({ voices, engines: { enrollClips } })) };
}

const params = (change: object = {}) => ({
  stream: 'v1',
  voice: 'Mara',
  statement: 'My own voice.',
  clips: [{ path: state.clip, emotion: null }],
  ...change,
});

test('a voice is made with progress, shown and removed', async () => {
  const { voices, client } = connect(() => Promise.resolve([{ ...exampleClip, language: 'en' }]));
  using _client = client;
  const told: unknown[] = [];
  onNotification(client.connection, voiceProgress, (progress) => told.push(progress));
  const made = await sendRequest(client.connection, { definition: voiceAdd, params: params() }, never);
  expect(made).toEqual({
    clips: [
      {
        durationMs: 4000,
        faults: ['noisy'],
        transcript: 'hello',
        language: 'en',
        heard: 'hello',
        divergence: null,
      },
    ],
  });
  expect(told).toEqual([
    { stream: 'v1', phase: 'hearing', clipIndex: 0, clipCount: 1 },
    { stream: 'v1', phase: 'enrolling', clipIndex: 1, clipCount: 1 },
  ]);
  const shown = await sendRequest(
    client.connection,
    { definition: voiceShow, params: { voice: 'mara' } },
    never,
  );
  expect(shown).toMatchObject({
    statement: 'My own voice.',
    language: 'en',
    clips: [{ emotion: null, durationMs: 120 }],
  });
  await sendRequest(client.connection, { definition: voiceRemove, params: { voice: 'Mara' } }, never);
  expect(await voices.list(never)).toEqual([]);
});

test('a cancel is answered at once, and leaves no voice', async () => {
  const cancelled = new AbortController();
  const { voices, client } = connect(
    (_recordings, signal) =>
      new Promise<readonly VoiceClip[]>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
        cancelled.abort(new Error('enough'));
      }),
  );
  using _client = client;
  const call = { definition: voiceAdd, params: params() };
  await expect(sendRequest(client.connection, call, cancelled.signal)).rejects.toThrow('enough');
  expect(await voices.list(never)).toEqual([]);
});

test.each([
  { change: { statement: ' ' }, code: 'invalidInput', message: 'no statement of whose voice it is' },
  {
    change: { clips: [{ path: 'mara.wav', emotion: null }] },
    code: 'invalidInput',
    message: 'no absolute path',
  },
])('$message: $code', async ({ change, code, message }) => {
  const { client } = connect(() => Promise.resolve([]));
  using _client = client;
  const call = { definition: voiceAdd, params: params(change) };
  await expect(sendRequest(client.connection, call, never)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message) as string,
  });
});

test('that a transcript can be trusted is told with the refusal', async () => {
  const { client } = connect(() => Promise.resolve([{ ...exampleClip, language: 'en' }]));
  using _client = client;
  const clips = [{ path: state.clip, emotion: null, transcript: 'Good evening to you.' }];
  const ask = (trust: object) =>
    sendRequest(client.connection, { definition: voiceAdd, params: params({ clips, ...trust }) }, never);
  await expect(ask({})).rejects.toMatchObject({ code: 'invalidInput', data: { canTrust: true } });
  expect((await ask({ trustsTranscript: true })).clips[0]?.divergence).toEqual({
    errorRate: 1,
    said: 'good evening to you',
    heard: 'hello',
  });
});
