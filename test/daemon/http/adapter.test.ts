import { Agent, request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import OpenAI from 'openai';
import { describe, expect, test, vi } from 'vitest';
import { speechErrorCodes, SpeechError } from '../../../protocol/errors.ts';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';
import { toErrorAnswer } from '../../../server/src/daemon/http/httpRefusal.ts';
import { key, openTestAdapter, refusal, sendRaw, utterance } from './testAdapter.ts';

/** A request with headers that `fetch` does not let its callers choose. */
function ask(address: string, headers: Record<string, string>, path = '/v1/models'): Promise<number> {
  return new Promise((resolve, reject) => {
    httpRequest(`${address}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const withKey = { authorization: `Bearer ${key}` };

describe('who may ask', () => {
  test.each<[string, Record<string, string>, number]>([
    ['the key', withKey, 200],
    ['the key in other spelling', { authorization: `bearer  ${key} ` }, 200],
    ['no key', {}, 401],
    ['a wrong key', { authorization: 'Bearer test-key-0123456780' }, 401],
    ['a part of the key', { authorization: `Bearer ${key.slice(0, -1)}` }, 401],
    ['more than the key', { authorization: `Bearer ${key}1` }, 401],
    ['the key in another scheme', { authorization: `Basic ${key}` }, 401],
    ['an empty key', { authorization: 'Bearer ' }, 401],
    ['localhost', { ...withKey, host: 'localhost:1234' }, 200],
    ['LOCALHOST', { ...withKey, host: 'LOCALHOST' }, 200],
    ['the sixth version', { ...withKey, host: '[::1]:8080' }, 200],
    ['a name that points here', { ...withKey, host: 'evil.example' }, 403],
    ['a name that begins like ours', { ...withKey, host: 'localhost.evil.example' }, 403],
    ['a name behind a user', { ...withKey, host: 'localhost@evil.example' }, 403],
    ['an address of the network', { ...withKey, host: '192.168.1.2' }, 403],
    ['a web page', { ...withKey, origin: 'https://evil.example' }, 403],
    ['a local web page', { ...withKey, origin: 'http://localhost:3000' }, 403],
    ['a file in a browser', { ...withKey, origin: 'null' }, 403],
  ])('%s', async (_name, headers, status) => {
    await using adapter = await openTestAdapter();
    expect(await ask(adapter.adapter.address, headers)).toBe(status);
  });

  test('nobody who names no host', async () => {
    await using adapter = await openTestAdapter();
    const answer = await sendRaw(adapter.adapter.address, 'GET /health HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 403 /);
  });

  test('without the key only the health is told, and no more than that', async () => {
    await using adapter = await openTestAdapter();
    const { address } = adapter.adapter;
    expect(await (await fetch(`${address}/health`)).json()).toEqual({ status: 'ok', version: '1.2.3' });
    for (const path of ['/metrics', '/v1/models', '/v1/models/x', '/nothing']) {
      expect([path, (await fetch(address + path)).status]).toEqual([path, 401]);
    }
    expect(await ask(address, { host: 'evil.example' }, '/health')).toBe(403);
  });

  test('the stock client with a wrong key', async () => {
    await using adapter = await openTestAdapter();
    const client = new OpenAI({ apiKey: 'wrong', baseURL: `${adapter.adapter.address}/v1`, maxRetries: 0 });
    const failed = client.models.list();
    await expect(failed).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
    await expect(failed).rejects.toMatchObject({ code: 'unauthorized', type: 'invalid_request_error' });
  });

  test('a web page of an allowed origin', async () => {
    const origin = 'http://localhost:3000';
    await using adapter = await openTestAdapter({ allowedOrigins: [origin] });
    const answered = await adapter.fetch('/v1/models', { headers: { origin } });
    expect(answered.headers.get('access-control-allow-origin')).toBe(origin);
    const asked = await fetch(`${adapter.adapter.address}/v1/audio/speech`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-headers': 'authorization, content-type' },
    });
    expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type',
    ]);
    expect((await adapter.fetch('/v1/models', { headers: { origin: 'http://localhost:3001' } })).status).toBe(
      403,
    );
  });

  test('nobody from another machine: it listens on no other address', async () => {
    for (const host of ['0.0.0.0', '::', 'localhost', '192.168.1.2']) {
      await expect(openTestAdapter({ host: host as '::1' })).rejects.toMatchObject({ code: 'invalidInput' });
    }
    await using adapter = await openTestAdapter();
    expect(adapter.adapter.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test.each(['', 'short', 'with a space in the middle'])('no key like "%s"', async (bad) => {
    await expect(openTestAdapter({ key: bad })).rejects.toMatchObject({ code: 'invalidInput' });
  });
});

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
      { method: 'POST', agent, headers: { ...withKey, 'content-type': 'application/json' } },
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

describe('bodies of speech that are none', () => {
  const limits = { ...httpLimits, jsonBytes: 10_000 };
  const json = { 'content-type': 'application/json' };
  test.each<[string, RequestInit, number]>([
    ['broken JSON', { body: '{"input": "the secret te', headers: json }, 400],
    ['no UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]), headers: json }, 400],
    ['a list', { body: '[]', headers: json }, 400],
    ['nothing', { body: '', headers: json }, 400],
    [
      'no JSON by its type, as a simple form of a web page',
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
    ],
    ['compressed', { body: 'x', headers: { ...json, 'content-encoding': 'gzip' } }, 415],
    ['too large', { body: 'x'.repeat(10_001), headers: json }, 413],
  ])('%s', async (_name, init, status) => {
    await using adapter = await openTestAdapter({ limits });
    const response = await adapter.speech({}, init);
    const { code } = await refusal(response.clone());
    expect([response.status, code]).toEqual([status, status === 413 ? 'inputTooLong' : 'invalidInput']);
    expect(await response.text()).not.toContain('secret');
    expect(JSON.stringify(adapter.log)).not.toContain('secret');
  });

  test('too large without saying so', async () => {
    await using adapter = await openTestAdapter({ limits });
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(5000));
      },
    });
    const response = await adapter.speech({}, { body, headers: json, ...{ duplex: 'half' } });
    expect(response.status).toBe(413);
  });
});

describe('slow and broken clients', () => {
  const limits = { ...httpLimits, headersMs: 300, requestMs: 600, lingerMs: 200 };
  const head = `POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n`;

  test.each([
    ['headers that never end', 'GET /health HTTP/1.1\r\nHost: local', 408],
    ['a body that never ends', `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`, 408],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['headers too long', `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['two lengths', `${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ])('%s', async (_name, bytes, status) => {
    await using adapter = await openTestAdapter({ limits });
    const answer = await sendRaw(adapter.adapter.address, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/\{"error":\{"message":".*"code":"(invalidInput|inputTooLong)"/);
  });

  test('a refused client that goes on sending is cut off after a while', async () => {
    await using adapter = await openTestAdapter({ limits: { ...limits, requestMs: 60_000 } });
    const answer = await sendRaw(
      adapter.adapter.address,
      'POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{',
    );
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe('many at once', () => {
  test('of 200 parallel requests as many run as may, the others are told when to come again', async () => {
    const gate: (() => void)[] = [];
    const open = (): void => {
      for (const go of gate.splice(0)) go();
    };
    await using adapter = await openTestAdapter({
      speaking: { beforeSpeaking: () => new Promise<void>((go) => gate.push(go)) },
    });
    const asked = Array.from({ length: 200 }, () => adapter.speech({ response_format: 'pcm' }));
    const refused = await Promise.all(
      asked.map(async (answer) => {
        const response = await Promise.race([answer, waiting()]);
        return response?.status === 429 ? response.headers.get('retry-after') : null;
      }),
    );
    expect(refused.filter((after) => after === '1')).toHaveLength(200 - httpLimits.requestCount);
    const opening = setInterval(open, 5);
    const answers = await Promise.all(asked);
    const sounds = await Promise.all(answers.filter(({ ok }) => ok).map((answer) => answer.arrayBuffer()));
    clearInterval(opening);
    expect(sounds).toHaveLength(httpLimits.requestCount);
    expect(new Set(sounds.map(({ byteLength }) => byteLength)).size).toBe(1);
    expect(adapter.openLeases.size).toBe(0);
    expect(new Set(adapter.owners).size).toBe(httpLimits.requestCount);
  });

  test('the stock client comes again by itself', async () => {
    await using adapter = await openTestAdapter({ limits: { ...httpLimits, requestCount: 1 } });
    const client = new OpenAI({ apiKey: key, baseURL: `${adapter.adapter.address}/v1`, maxRetries: 5 });
    const say = async () => {
      const response = await client.audio.speech.create({ model: 'tts-1', voice: 'af_heart', input: 'One.' });
      return (await response.arrayBuffer()).byteLength > 0;
    };
    expect(await Promise.all([say(), say()])).toEqual([true, true]);
  });
});

/** Longer than a refusal takes. */
function waiting(): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(null);
    }, 3000);
  });
}

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
