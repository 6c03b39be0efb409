import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import OpenAI, { toFile } from 'openai';
import { describe, expect, test, vi } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import { createUploadFolder } from '../../../server/src/daemon/http/uploadFolder.ts';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';
import { encodePcm16 } from '../../../server/src/audio/pcm.ts';
import { buildWavHeader } from '../../../server/src/audio/wav.ts';
import { fixture } from '../../audioFiles/audioFixtures.ts';
import { openTestAdapter, refusal, sendRaw, utterance, key, type TestAdapterOptions } from './testAdapter.ts';

/** Two stretches of sound with two seconds between them. */
function twoSounds(): Buffer {
  const samples = Float32Array.from({ length: 16_000 * 4 }, (_, index) =>
    index < 16_000 || index >= 48_000 ? 0.5 * Math.sin(index / 5) : 0,
  );
  const data = encodePcm16(samples);
  return Buffer.concat([
    buildWavHeader({ sampleRateHz: 16_000, channelCount: 1, dataBytes: data.length }),
    data,
  ]);
}

const sound = new Blob([twoSounds()]);

/** Hears "Say 1." and "Say 2." in the two sounds, whatever they are. */
function counting(): Pick<TestAdapterOptions, 'recognize'> {
  let count = 0;
  return { recognize: () => Promise.resolve(utterance(`Say ${++count}.`)) };
}

/** Files of uploads of this process. */
async function uploads(): Promise<string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(`aloud-http-${process.pid}-`));
  return (await Promise.all(folders.map((folder) => readdir(path.join(tmpdir(), folder))))).flat();
}

describe('the stock client hears', () => {
  const model = 'whisper-1';

  test('json', async () => {
    await using adapter = await openTestAdapter(counting());
    const file = await toFile(twoSounds(), 'sound.wav');
    const heard = await adapter.client.audio.transcriptions.create({ file, model });
    expect(heard).toEqual({ text: 'Say 1. Say 2.', usage: { type: 'duration', seconds: 4 } });
    expect(await uploads()).toEqual([]);
    expect([adapter.owners, adapter.openLeases.size]).toEqual([['http-1'], 0]);
  });

  test.each([
    ['text', /^Say 1\. Say 2\.\n$/],
    ['srt', /^1\n00:00:00,\d{3} --> 00:00:01,\d{3}\nSay 1\.\n\n2\n00:00:0[23],/],
    ['vtt', /^WEBVTT\n\n00:00:00\.\d{3} --> 00:00:01\.\d{3}\nSay 1\.\n/],
  ] as const)('%s', async (format, expected) => {
    await using adapter = await openTestAdapter(counting());
    const file = await toFile(twoSounds(), 'sound.wav');
    const heard = await adapter.client.audio.transcriptions.create({ file, model, response_format: format });
    expect(heard).toMatch(expected);
  });

  test('verbose_json, with what the engine does not know as null', async () => {
    await using adapter = await openTestAdapter(counting());
    const file = await toFile(twoSounds(), 'sound.wav');
    const request = {
      file,
      model,
      response_format: 'verbose_json',
      language: 'en',
      temperature: 0.5,
    } as const;
    const heard = await adapter.client.audio.transcriptions.create(request);
    expect(heard).toMatchObject({ task: 'transcribe', language: 'en', duration: 4, text: 'Say 1. Say 2.' });
    expect(heard).toMatchObject({ warnings: [] });
    expect(heard.words).toBeUndefined();
    expect(heard.segments).toHaveLength(2);
    expect(heard.segments?.[1]).toMatchObject({
      id: 1,
      text: 'Say 2.',
      avg_logprob: Math.log(0.5),
      no_speech_prob: null,
    });
    const { start = 0, end = 0 } = heard.segments?.[1] ?? {};
    expect([Math.abs(start - 3) < 0.3, Math.abs(end - 4) < 0.3]).toEqual([true, true]);
  });

  test('words, where the engine times them', async () => {
    await using adapter = await openTestAdapter({
      words: [{ text: 'hello', startMs: 100, endMs: 350, confidence: null }],
    });
    const file = await toFile(readFileSync(fixture('tone-22050.flac')), 'tone.flac');
    const heard = await adapter.client.audio.transcriptions.create({
      file,
      model,
      response_format: 'verbose_json',
      timestamp_granularities: ['word'],
    });
    expect(heard.segments).toBeUndefined();
    expect(heard.words?.[0]?.word).toBe('hello');
  });

  test('a stream of events whose pieces are the text', async () => {
    await using adapter = await openTestAdapter(counting());
    const file = await toFile(twoSounds(), 'sound.wav');
    const stream = await adapter.client.audio.transcriptions.create({ file, model, stream: true });
    const events = [];
    for await (const event of stream) events.push(event);
    expect(events).toEqual([
      { type: 'transcript.text.delta', delta: 'Say 1.' },
      { type: 'transcript.text.delta', delta: ' Say 2.' },
      { type: 'transcript.text.done', text: 'Say 1. Say 2.' },
    ]);
  });

  test('a stream that fails on its way throws what happened', async () => {
    let count = 0;
    await using adapter = await openTestAdapter({
      recognize: () => {
        if (++count === 1) return Promise.resolve(utterance('Say 1.'));
        const details = { message: 'The engine broke.', hint: 'See the log.' };
        return Promise.reject(new SpeechError('engineFailed', details));
      },
    });
    const file = await toFile(twoSounds(), 'sound.wav');
    const stream = await adapter.client.audio.transcriptions.create({ file, model, stream: true });
    const heard: string[] = [];
    const reading = (async () => {
      for await (const event of stream) heard.push(event.type);
    })();
    await expect(reading).rejects.toThrow(/The engine broke/);
    expect(heard).toEqual(['transcript.text.delta']);
    expect(await uploads()).toEqual([]);
  });
});

test('what does nothing is named', async () => {
  await using adapter = await openTestAdapter();
  const response = await adapter.transcribe({
    model: 'moonshine-tiny',
    file: sound,
    prompt: 'names',
    temperature: '0',
    'include[]': 'logprobs',
    'timestamp_granularities[]': ['word', 'segment'],
    response_format: 'verbose_json',
  });
  expect(response.headers.get('x-aloud-ignored')).toBe(
    'prompt, temperature, include[], timestamp_granularities[word]',
  );
});

test.each([
  ['one in each line', 'Siobhán\n\n getUserMedia \n'],
  ['a field for each', ['Siobhán', 'getUserMedia']],
])('a vocabulary, %s', async (_name, vocabulary) => {
  const asked: RecognitionOptions[] = [];
  await using adapter = await openTestAdapter({
    recognize: (_samples, options) => {
      asked.push(options);
      return Promise.resolve(utterance('x'));
    },
  });
  const response = await adapter.transcribe({ model: 'whisper-1', file: sound, vocabulary });
  expect(response.headers.get('x-aloud-ignored')).toBeNull();
  expect(asked[0]?.vocabulary).toEqual(['Siobhán', 'getUserMedia']);
});

test('silence is an empty transcript', async () => {
  await using adapter = await openTestAdapter();
  const silence = new Blob([
    buildWavHeader({ sampleRateHz: 16_000, channelCount: 1, dataBytes: null }),
    new Uint8Array(64_000),
  ]);
  const response = await adapter.transcribe({ model: 'whisper-1', file: silence });
  expect(await response.json()).toEqual({ text: '', usage: { type: 'duration', seconds: 2 } });
});

const tooLong = 'x'.repeat(70_000);

test.each<[string, Parameters<Awaited<ReturnType<typeof openTestAdapter>>['transcribe']>[0], object]>([
  ['no file', { model: 'whisper-1' }, { code: 'invalidInput', param: 'file' }],
  ['a file that is a text', { model: 'whisper-1', file: 'sound' }, { code: 'invalidInput', param: 'file' }],
  ['a file of another name', { model: 'whisper-1', sound }, { code: 'invalidInput', param: null }],
  ['two files', { model: 'whisper-1', file: [sound, sound] as never }, { code: 'invalidInput', param: null }],
  ['an empty file', { model: 'whisper-1', file: new Blob([]) }, { code: 'unsupportedAudio', param: 'file' }],
  [
    'a file that is no sound',
    { model: 'whisper-1', file: new Blob(['<html>']) },
    { code: 'unsupportedAudio', param: 'file' },
  ],
  ['no model', { file: sound }, { code: 'invalidInput', param: 'model' }],
  [
    'an unknown model',
    { file: sound, model: 'gpt-9' },
    { status: 404, code: 'unknownModel', param: 'model' },
  ],
  ['a model that speaks', { file: sound, model: 'kokoro-82m' }, { code: 'unknownModel', param: 'model' }],
  [
    'a model that tells speakers',
    { file: sound, model: 'gpt-4o-transcribe-diarize' },
    { status: 404, code: 'unknownModel', param: 'model' },
  ],
  ['two models', { file: sound, model: ['a', 'b'] }, { code: 'invalidInput', param: 'model' }],
  [
    'a language that is none',
    { file: sound, model: 'whisper-1', language: 'e n' },
    { code: 'invalidInput', param: 'language' },
  ],
  [
    'a phrase as long as a page',
    { file: sound, model: 'whisper-1', vocabulary: 'x'.repeat(201) },
    { code: 'invalidInput', param: 'vocabulary.0' },
  ],
  [
    'an unknown format',
    { file: sound, model: 'whisper-1', response_format: 'diarized_json' },
    { code: 'invalidInput', param: 'response_format' },
  ],
  [
    'a stream that is a word',
    { file: sound, model: 'whisper-1', stream: 'maybe' },
    { code: 'invalidInput', param: 'stream' },
  ],
  [
    'a stream of subtitles',
    { file: sound, model: 'whisper-1', stream: 'true', response_format: 'srt' },
    { code: 'invalidInput', param: 'stream' },
  ],
  [
    'a temperature that is a word',
    { file: sound, model: 'whisper-1', temperature: 'hot' },
    { code: 'invalidInput', param: 'temperature' },
  ],
  [
    'times without a place for them',
    { file: sound, model: 'whisper-1', 'timestamp_granularities[]': 'word' },
    { code: 'invalidInput', param: 'timestamp_granularities' },
  ],
  [
    'unknown times',
    {
      file: sound,
      model: 'whisper-1',
      response_format: 'verbose_json',
      'timestamp_granularities[]': 'letter',
    },
    { code: 'invalidInput', param: 'timestamp_granularities.0' },
  ],
  [
    'a field as long as a file',
    { file: sound, model: 'whisper-1', prompt: tooLong },
    { status: 413, code: 'inputTooLong', param: 'prompt' },
  ],
])('%s is refused', async (_name, fields, expected) => {
  await using adapter = await openTestAdapter();
  expect(await refusal(await adapter.transcribe(fields))).toEqual({ status: 400, ...expected });
  expect(await uploads()).toEqual([]);
  expect(adapter.openLeases.size).toBe(0);
});

test('a refused file is not called by the name it has here', async () => {
  await using adapter = await openTestAdapter();
  const response = await adapter.transcribe({ model: 'whisper-1', file: new Blob(['no sound at all']) });
  const text = await response.text();
  expect(text).toContain('The file ');
  expect(text).not.toContain(tmpdir());
});

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

const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';

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
