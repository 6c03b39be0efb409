import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { speechErrorCodes, SpeechError } from '../../../protocol/errors.ts';
import { toErrorAnswer } from '../../../server/src/daemon/http/httpRefusal.ts';
import { key, openTestAdapter, refusal, utterance } from './testAdapter.ts';

test('a port that is taken is refused by name', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await vi.waitFor(() => {
    expect(other.listening).toBe(true);
  });
  const { port } = other.address() as { port: number };
  await expect(openTestAdapter({ port })).rejects.toThrow(new RegExp(`Port ${port} .*EADDRINUSE`));
  other.close();
});

test('a port that is given up is free at once, and what runs is finished', async () => {
  const adapter = await openTestAdapter({ speaking: { beforeSpeaking: () => delay(300) } });
  const { port } = new URL(adapter.adapter.address);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const answered = speakOn(agent, adapter.adapter.address);
  await vi.waitFor(() => {
    expect(adapter.openLeases.size).toBe(1);
  });
  adapter.adapter.stopListening();
  await using successor = await openTestAdapter({ port: Number(port) });
  expect(await answered).toBe(200);
  // The connection was kept alive, and still leads nowhere but to the successor.
  await vi.waitFor(() => {
    expect(Object.values(agent.freeSockets).flat()).toEqual([]);
  });
  expect(await speakOn(agent, adapter.adapter.address)).toBe(200);
  expect(successor.owners).toHaveLength(1);
  agent.destroy();
  await adapter.adapter.close();
});

function speakOn(agent: Agent, address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(
      `${address}/v1/audio/speech`,
      {
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      },
      (response) => {
        response.resume().once('end', () => {
          resolve(response.statusCode);
        });
      },
    )
      .on('error', reject)
      .end(JSON.stringify({ model: 'tts-1', voice: 'af_heart', input: 'One two.' }));
  });
}

describe('models', () => {
  test('the stock client lists what is installed and speaks or hears', async () => {
    await using adapter = await openTestAdapter();
    const { data } = await adapter.client.models.list();
    expect(data.map(({ id, object, owned_by: owner }) => [id, object, owner])).toEqual([
      ['kokoro-82m', 'model', 'aloud'],
      ['moonshine-tiny', 'model', 'aloud'],
    ]);
  });

  test.each(['kokoro-82m', 'tts-1', 'whisper-1'])('%s is one', async (id) => {
    await using adapter = await openTestAdapter();
    expect(await adapter.client.models.retrieve(id)).toMatchObject({ id, object: 'model' });
  });

  test.each([
    ['gpt-9', 'unknownModel'],
    ['big-voice', 'modelNotInstalled'],
    ['silero-vad', 'modelNotInstalled'],
    ['a%2Fb', 'unknownModel'],
  ])('%s is none', async (id, code) => {
    await using adapter = await openTestAdapter();
    expect(await refusal(await adapter.fetch(`/v1/models/${id}`))).toEqual({
      status: 404,
      code,
      param: 'model',
    });
  });
});

test.each([
  ['GET', '/v1/audio/speech', 405],
  ['POST', '/v1/models', 405],
  ['DELETE', '/v1/models/kokoro-82m', 405],
  ['GET', '/v1/audio', 404],
  ['GET', '/v1/models/', 404],
  ['GET', '/v1/models/a/b', 404],
  ['GET', '/v1/models/%zz', 400],
  ['GET', '//v1/models', 404],
  ['OPTIONS', '/v1/models', 405],
])('%s %s is answered %i', async (method, path, status) => {
  await using adapter = await openTestAdapter();
  expect(await refusal(await adapter.fetch(path, { method }))).toMatchObject({
    status,
    code: 'invalidInput',
  });
});

test('work is told to the daemon from its beginning to its end', async () => {
  const told: string[] = [];
  await using adapter = await openTestAdapter({
    beginWork: () => {
      told.push('begin');
      return () => told.push('end');
    },
  });
  await adapter.fetch('/v1/models');
  await (await adapter.speech({})).arrayBuffer();
  await adapter.speech({ voice: 'zz_nobody' });
  expect(told).toEqual(['begin', 'end', 'begin', 'end']);
});

test('metrics tell requests, sound, engines, queue and memory', async () => {
  await using adapter = await openTestAdapter({ recognize: () => Promise.resolve(utterance('x')) });
  await (await adapter.speech({ response_format: 'pcm' })).arrayBuffer();
  await adapter.speech({ speed: 9 });
  const silence = new Blob([new Uint8Array(10)]);
  await adapter.transcribe({ model: 'whisper-1', file: silence });
  const response = await adapter.fetch('/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await response.text();
  const lines = text.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '# TYPE aloud_http_requests_total counter',
      'aloud_http_requests_total{route="/v1/audio/speech",status="200"} 1',
      'aloud_http_requests_total{route="/v1/audio/speech",status="400"} 1',
      'aloud_http_requests_total{route="/v1/audio/transcriptions",status="400"} 1',
      'aloud_http_requests_running 0',
      'aloud_engine_leases{kind="recognizer",engine="moonshine",model="moonshine-\\"tiny\\"",provider="cpu"} 2',
      'aloud_queue_utterances{lane="synthesis",priority="book",state="waiting"} 3',
      'aloud_engines_loaded 1',
      'aloud_memory_bytes 1000',
      'aloud_uptime_seconds 2.5',
    ]),
  );
  expect(text).toMatch(/^aloud_audio_seconds_total\{direction="out"\} 0\.\d+$/m);
  expect(text).toMatch(/^aloud_real_time_factor\{direction="out"\} /m);
  expect(lines.filter((line) => !/^(#.*|\w+(\{.*\})? [\d.e+-]+|)$/.test(line))).toEqual([]);
});

test('one line is logged a request, with nothing that was said', async () => {
  await using adapter = await openTestAdapter();
  await (await adapter.speech({ input: 'My secret word.' })).arrayBuffer();
  await adapter.speech({ input: 'My secret word.', voice: 'zz_nobody' });
  await fetch(`${adapter.adapter.address}/health`);
  expect(
    adapter.log.map(({ level, fields }) => [level, fields['route'], fields['status'], fields['code']]),
  ).toEqual([
    ['info', '/v1/audio/speech', 200, undefined],
    ['info', '/v1/audio/speech', 400, 'unknownVoice'],
  ]);
  expect(JSON.stringify(adapter.log)).not.toMatch(/secret|zz_nobody/);
});

test('every refusal of the product has a status that is one', () => {
  const details = { message: 'It failed.', hint: 'Do better.' };
  const statuses = speechErrorCodes.map((code) => toErrorAnswer(new SpeechError(code, details)).status);
  expect(statuses.filter((status) => status < 400 || status > 599)).toEqual([]);
  expect(toErrorAnswer(new SpeechError('busy', details)).headers).toEqual({ 'retry-after': '1' });
  expect(toErrorAnswer(new Error('secret')).body).toEqual({
    error: {
      message: 'The speech service made a mistake; its log says more.',
      type: 'server_error',
      code: null,
      param: null,
    },
  });
});
