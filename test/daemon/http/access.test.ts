import { request as httpRequest } from 'node:http';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { key, openTestAdapter, sendRaw } from './testAdapter.ts';

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

  test.each(['http://localhost:3000', 'http://LOCALHOST:3000/'])(
    'a web page of an allowed origin, %s',
    async (allowed) => {
      const origin = 'http://localhost:3000';
      await using adapter = await openTestAdapter({ allowedOrigins: [allowed] });
      const answered = await adapter.fetch('/v1/models', { headers: { origin } });
      expect(answered.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answered.headers.get('access-control-expose-headers')).toBe('x-aloud-ignored, retry-after');
      const asked = await fetch(`${adapter.adapter.address}/v1/audio/speech`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-headers': 'authorization, content-type' },
      });
      expect([asked.status, asked.headers.get('access-control-allow-headers')]).toEqual([
        204,
        'authorization, content-type',
      ]);
      expect(
        (await adapter.fetch('/v1/models', { headers: { origin: 'http://localhost:3001' } })).status,
      ).toBe(403);
    },
  );

  test('no page without an origin of its own', async () => {
    await using adapter = await openTestAdapter({
      allowedOrigins: ['file:///page.html', 'vscode-webview://x'],
    });
    expect((await adapter.fetch('/v1/models', { headers: { origin: 'null' } })).status).toBe(403);
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
