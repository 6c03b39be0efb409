import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';
import { key, openTestAdapter, refusal, sendRaw } from './testAdapter.ts';

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
