import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import OpenAI, { toFile } from 'openai';
import { describe, expect, test, vi } from 'vitest';
import { createUploadFolder } from '../../../server/src/daemon/http/uploadFolder.ts';
import { openTestAdapter, sendRaw, key } from './testAdapter.ts';
import { part, twoSounds, uploads } from './uploadedSound.ts';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';

describe('a file that is too large', () => {
  const limits = { ...httpLimits, uploadBytes: 200_000 };

  test.each([
    ['exactly the limit', 200_000, 400],
    ['a byte more', 200_001, 413],
  ])('%s', async (_name, bytes, status) => {
    await using adapter = await openTestAdapter({ limits });
    const response = await adapter.transcribe({
      model: 'whisper-1',
      file: new Blob([new Uint8Array(bytes)]),
    });
    expect(response.status).toBe(status);
    expect(await uploads()).toEqual([]);
  });

  test('is refused before it is sent, where its length is said', async () => {
    await using adapter = await openTestAdapter({ limits });
    const failed = adapter.client.audio.transcriptions.create({
      file: await toFile(new Uint8Array(20_000_000), 'sound.wav'),
      model: 'whisper-1',
    });
    await expect(failed).rejects.toMatchObject({ status: 413, code: 'inputTooLong', param: 'file' });
    await expect(failed).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});

function formRequest(body: string, contentType: string, length = Buffer.byteLength(body)): string {
  const head = [
    'POST /v1/audio/transcriptions HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${key}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

test.each([
  ['a form that is JSON', '{}', 'application/json', 415],
  ['a form without a boundary', part, 'multipart/form-data; charset=utf-8', 400],
  ['a form of other boundaries', part, 'multipart/form-data; boundary=other', 400],
  ['a form that ends within a file', `${part}RIFF`, 'multipart/form-data; boundary=b', 400],
  ['a form that ends within a header', '--b\r\nContent-Dispo', 'multipart/form-data; boundary=b', 400],
  ['a form of nothing', '', 'multipart/form-data; boundary=b', 400],
  ['a form of bytes', '\0\u0001\u00ff'.repeat(1000), 'multipart/form-data; boundary=b', 400],
  ['a part without a name', '--b\r\n\r\nvalue\r\n--b--\r\n', 'multipart/form-data; boundary=b', 400],
])('%s is refused', async (_name, body, contentType, status) => {
  await using adapter = await openTestAdapter();
  const answer = await sendRaw(adapter.adapter.address, formRequest(body, contentType));
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain('"code":"invalidInput"');
  expect(await uploads()).toEqual([]);
});

test('an upload whose client goes away is removed', async () => {
  await using adapter = await openTestAdapter();
  const gone = new AbortController();
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from(`${part}RIFF`));
    },
  });
  const asked = adapter.fetch('/v1/audio/transcriptions', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body,
    signal: gone.signal,
    ...{ duplex: 'half' },
  });
  asked.catch(() => undefined);
  await vi.waitFor(async () => {
    expect(await uploads()).toHaveLength(1);
  });
  gone.abort();
  await vi.waitFor(async () => {
    expect(await uploads()).toEqual([]);
  });
  expect(adapter.log).toEqual([]);
});

test('a client that goes away while its file is heard ends the recognition', async () => {
  let calls = 0;
  await using adapter = await openTestAdapter({
    recognize: (_samples, _options, signal) => {
      calls += 1;
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    },
  });
  const gone = new AbortController();
  const file = await toFile(twoSounds(), 'sound.wav');
  const asked = adapter.client.audio.transcriptions.create(
    { file, model: 'whisper-1' },
    { signal: gone.signal },
  );
  asked.catch(() => undefined);
  await vi.waitFor(() => {
    expect(calls).toBe(1);
  });
  gone.abort();
  await vi.waitFor(async () => {
    expect([adapter.openLeases.size, await uploads()]).toEqual([0, []]);
  });
  expect(calls).toBe(1);
});

test('what a killed process left is removed; what a living one has is not', async () => {
  const { mkdtemp, mkdir, writeFile, rm } = await import('node:fs/promises');
  const parent = await mkdtemp(path.join(tmpdir(), 'aloud-uploads-'));
  // No process has a number as high as this.
  await mkdir(path.join(parent, 'aloud-http-99999999-abc'));
  await writeFile(path.join(parent, 'aloud-http-99999999-abc/1'), 'sound');
  await mkdir(path.join(parent, `aloud-http-${process.ppid}-abc`));
  await using folder = await createUploadFolder(parent);
  const own = path.basename(path.dirname(folder.reserve().path));
  expect((await readdir(parent)).sort()).toEqual([`aloud-http-${process.ppid}-abc`, own].sort());
  await rm(parent, { recursive: true });
});
