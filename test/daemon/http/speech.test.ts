import { writeFile } from 'node:fs/promises';
import OpenAI from 'openai';
import { describe, expect, test, vi } from 'vitest';
import { cosyVoiceAbilities } from '../../../server/src/synthesis/engines/cosyVoice/cosyVoiceAbilities.ts';
import { catalogVoiceIds } from '../../../server/src/synthesis/engines/kokoro/kokoroVoices.ts';
import { httpLimits } from '../../../server/src/daemon/http/httpLimits.ts';
import { openAiVoices, toOwnVoice } from '../../../server/src/daemon/http/openAiNames.ts';
import { decodePcm } from '../../../server/src/audio/pcm.ts';
import { neutralProsody } from '../../../protocol/prosody.ts';
import { speak } from '../../../server/src/synthesis/pipeline.ts';
import { unknownUtterance } from '../../../server/src/recognition/recognizer.ts';
import { createTempFolder, never, readAll } from '../../audioFiles/audioFixtures.ts';
import { join } from '../../audio/tones.ts';
import { createFakeSynthesizer } from '../../synthesis/fakeSynthesizer.ts';
import { openTestAdapter, refusal, type TestAdapter, type TestAdapterOptions } from './testAdapter.ts';

const text = 'One two.\n\nThree four five.';
const voice = 'af_heart';

/** What the pipeline makes of the text, as 16 bits store it. */
async function spoken(): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  for await (const { samples } of speak(createFakeSynthesizer(), { text, voice }, never))
    pieces.push(samples);
  return join(pieces);
}

async function decode(bytes: Uint8Array): Promise<Float32Array> {
  await using folder = await createTempFolder();
  await writeFile(folder.file('sound'), bytes);
  return await readAll(folder.file('sound'), 24_000);
}

function difference(one: Float32Array, other: Float32Array): number {
  return one.reduce((worst, sample, index) => Math.max(worst, Math.abs(sample - (other[index] ?? 9))), 0);
}

async function sayWithStockClient(
  { client }: TestAdapter,
  format: 'mp3' | 'wav' | 'flac' | 'pcm',
): Promise<{ readonly bytes: Buffer; readonly type: string | null }> {
  const response = await client.audio.speech.create({
    model: 'tts-1',
    voice,
    input: text,
    response_format: format,
  });
  return { bytes: Buffer.from(await response.arrayBuffer()), type: response.headers.get('content-type') };
}

describe('the stock client speaks', () => {
  test.each([
    ['wav', 'audio/wav'],
    ['flac', 'audio/flac'],
  ] as const)('%s without loss', async (format, type) => {
    await using adapter = await openTestAdapter();
    const answer = await sayWithStockClient(adapter, format);
    expect(answer.type).toBe(type);
    const [heard, expected] = [await decode(answer.bytes), await spoken()];
    expect(heard).toHaveLength(expected.length);
    expect(difference(heard, expected)).toBeLessThan(1 / 16_000);
  });

  test('pcm: 24 kHz, 16 bits, mono', async () => {
    await using adapter = await openTestAdapter();
    const { bytes, type } = await sayWithStockClient(adapter, 'pcm');
    const [heard, expected] = [decodePcm(bytes, 'int16'), await spoken()];
    expect(type).toBe('audio/pcm');
    expect(heard).toHaveLength(expected.length);
    expect(difference(heard, expected)).toBeLessThan(1 / 16_000);
  });

  test('mp3, the default', async () => {
    await using adapter = await openTestAdapter();
    const response = await adapter.client.audio.speech
      .create({ model: 'tts-1', voice: 'alloy', input: text })
      .catch((e: unknown) => e);
    // The fake has one voice, and the namesake of alloy is not it.
    expect(response).toMatchObject({ status: 400, code: 'unknownVoice', param: 'voice' });
    const { bytes, type } = await sayWithStockClient(adapter, 'mp3');
    expect(type).toBe('audio/mpeg');
    const [heard, expected] = [await decode(bytes), await spoken()];
    expect(heard.length).toBeGreaterThanOrEqual(expected.length);
    expect(heard.length - expected.length).toBeLessThan(5000);
    const loudness = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0));
    expect(loudness(heard) / loudness(expected)).toBeCloseTo(1, 1);
  });

  test('an event stream whose pieces are the sound', async () => {
    await using adapter = await openTestAdapter();
    const response = await adapter.client.audio.speech.create({
      model: 'gpt-4o-mini-tts',
      voice,
      input: text,
      response_format: 'wav',
      stream_format: 'sse',
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text())
      .split('\n\n')
      .filter((block) => block !== '')
      .map((block) => JSON.parse(block.replace(/^data: /, '')) as { type: string; audio?: string });
    expect(events.at(-1)).toEqual({ type: 'speech.audio.done' });
    const pieces = events.slice(0, -1);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every(({ type }) => type === 'speech.audio.delta')).toBe(true);
    const bytes = Buffer.concat(pieces.map(({ audio }) => Buffer.from(audio ?? '', 'base64')));
    expect(await decode(bytes)).toHaveLength((await spoken()).length);
  });
});

describe('the header names what was sent and did nothing', () => {
  test.each<[string, Record<string, unknown>, TestAdapterOptions, string | null]>([
    ['nothing, where all is followed', { speed: 1.5 }, {}, null],
    ['fields that nobody knows', { user: 'me', seed: 1 }, {}, 'user, seed'],
    ['instructions to a voice that follows none', { instructions: 'gently' }, {}, 'instructions'],
    [
      'no instructions that are followed',
      { instructions: 'gently' },
      { abilities: cosyVoiceAbilities },
      null,
    ],
    ['takes that nobody could hear', { takes: 3 }, { isDeaf: true }, 'takes'],
    ['takes of an engine that was named', { takes: { count: 3, engine: 'x' } }, { isDeaf: true }, 'takes'],
    ['no takes that are heard', { takes: 3 }, {}, null],
    ['not one take, which is what there is anyway', { takes: 1 }, { isDeaf: true }, null],
    [
      'each of several',
      { user: 'me', instructions: 'x', takes: 2 },
      { isDeaf: true },
      'takes, instructions, user',
    ],
  ])('%s', async (_name, fields, options, expected) => {
    await using adapter = await openTestAdapter(options);
    const response = await adapter.speech({ ...fields, response_format: 'pcm' });
    expect([response.status, response.headers.get('x-aloud-ignored')]).toEqual([200, expected]);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
  });

  test('takes that nobody could hear are one', async () => {
    await using adapter = await openTestAdapter({ isDeaf: true });
    await (await adapter.speech({ input: 'One two three.', takes: 3 })).arrayBuffer();
    expect(adapter.synthesizer.requests).toHaveLength(1);
  });
});

test('a voice that follows instructions is told them', async () => {
  await using adapter = await openTestAdapter({ abilities: cosyVoiceAbilities });
  const response = await adapter.speech({ instructions: ' gently ' });
  expect(response.headers.get('x-aloud-ignored')).toBeNull();
  await response.arrayBuffer();
  expect(adapter.synthesizer.requests[0]).toMatchObject({ style: { instruction: 'gently' } });
});

test('takes are heard, and the best one is sent', async () => {
  const heard = ['under one', 'one two three'];
  await using adapter = await openTestAdapter({
    recognize: () => Promise.resolve({ ...unknownUtterance, text: heard.shift() ?? '' }),
  });
  const response = await adapter.speech({ input: 'One two three.', takes: 3, response_format: 'wav' });
  expect(response.headers.get('x-aloud-ignored')).toBeNull();
  expect((await decode(Buffer.from(await response.arrayBuffer()))).length).toBeGreaterThan(0);
  expect(adapter.synthesizer.requests.map(({ takeIndex = 0 }) => takeIndex)).toEqual([0, 1]);
  expect(adapter.openLeases.size).toBe(0);
  expect((await adapter.speech({ takes: 11 })).status).toBe(400);
});

test('the rate reaches the voice, a voice may be an object, and what does nothing is named', async () => {
  await using adapter = await openTestAdapter();
  const response = await adapter.speech({
    speed: 1.5,
    voice: { id: voice },
    instructions: 'gently',
    user: 'me',
  });
  expect(response.headers.get('x-aloud-ignored')).toBe('instructions, user');
  await response.arrayBuffer();
  expect(adapter.synthesizer.requests[0]).toMatchObject({
    voice,
    prosody: { ...neutralProsody, rateFactor: 1.5 },
  });
  expect(adapter.owners).toEqual(['http-1']);
  expect(adapter.openLeases.size).toBe(0);
});

test('every voice of OpenAI stands for one of ours', () => {
  const known = catalogVoiceIds('kokoro-82m');
  expect(Object.values(openAiVoices).filter((own) => !known.includes(own))).toEqual([]);
  expect([toOwnVoice('alloy'), toOwnVoice('af_heart'), toOwnVoice('constructor')]).toEqual([
    'af_alloy',
    'af_heart',
    'constructor',
  ]);
});

test('sound goes out before the text is all said', async () => {
  const gate = withResolvers();
  await using adapter = await openTestAdapter({
    speaking: { beforeSpeaking: ({ text: unit }) => (unit.includes('Three') ? gate.promise : undefined) },
  });
  const response = await adapter.speech({ input: text, response_format: 'pcm' });
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(first?.value).toBeInstanceOf(Uint8Array);
  gate.resolve(undefined);
  await reader?.cancel();
});

test('a client that goes away ends the synthesis', async () => {
  const begun = withResolvers();
  await using adapter = await openTestAdapter({
    speaking: {
      beforeSpeaking: async ({ text: unit }, signal) => {
        if (!unit.includes('Three')) return;
        begun.resolve(undefined);
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    },
  });
  const gone = new AbortController();
  const response = await adapter.client.audio.speech.create(
    { model: 'tts-1', voice, input: `${text} ${'Six seven. '.repeat(50)}`, response_format: 'pcm' },
    { signal: gone.signal },
  );
  const reading = response.arrayBuffer();
  await begun.promise;
  const callsBefore = adapter.synthesizer.requests.length;
  gone.abort();
  await expect(reading).rejects.toThrow();
  await vi.waitFor(() => {
    expect(adapter.openLeases.size).toBe(0);
  });
  expect(adapter.synthesizer.requests).toHaveLength(callsBefore);
  expect(adapter.log).toEqual([]);
});

test('a client that reads nothing holds the synthesis up, and is cut off at last', async () => {
  await using adapter = await openTestAdapter({ limits: { ...httpLimits, stallMs: 300 } });
  const long = 'One two three four five six seven eight nine ten. '.repeat(2000);
  const response = await adapter.speech({ input: long, response_format: 'pcm' });
  await vi.waitFor(
    () => {
      expect(adapter.openLeases.size).toBe(0);
    },
    { timeout: 8000 },
  );
  // Two thousand sentences would be 250 MB; what was made fits the buffers between the two.
  expect(adapter.synthesizer.requests.length).toBeLessThan(1000);
  await expect(response.arrayBuffer()).rejects.toThrow();
});

test('closing the adapter ends what runs', async () => {
  const begun = withResolvers();
  const adapter = await openTestAdapter({
    speaking: {
      beforeSpeaking: (_request, signal) => {
        begun.resolve(undefined);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    },
  });
  const asked = adapter.speech({});
  asked.catch(() => undefined);
  await begun.promise;
  await adapter.adapter.close();
  await expect(asked).rejects.toThrow();
  expect(adapter.openLeases.size).toBe(0);
});

test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
  ['no model', { model: undefined }, { code: 'invalidInput', param: 'model' }],
  ['a model that is a number', { model: 5 }, { code: 'invalidInput', param: 'model' }],
  ['an unknown model', { model: 'gpt-9' }, { status: 404, code: 'unknownModel', param: 'model' }],
  ['a model that hears', { model: 'moonshine-tiny' }, { code: 'unknownModel', param: 'model' }],
  ['a model of other voices', { model: 'big-voice' }, { code: 'unknownVoice', param: 'voice' }],
  ['no voice', { voice: undefined }, { code: 'invalidInput', param: 'voice' }],
  ['an unknown voice', { voice: 'zz_nobody' }, { code: 'unknownVoice', param: 'voice' }],
  ['a voice without an id', { voice: { name: 'x' } }, { code: 'invalidInput', param: 'voice' }],
  ['no input', { input: undefined }, { code: 'invalidInput', param: 'input' }],
  ['an input that is a list', { input: ['a'] }, { code: 'invalidInput', param: 'input' }],
  ['nothing to say', { input: ' … ' }, { code: 'invalidInput', param: null }],
  ['aac', { response_format: 'aac' }, { code: 'invalidInput', param: 'response_format' }],
  ['opus', { response_format: 'opus' }, { code: 'invalidInput', param: 'response_format' }],
  ['an unknown format', { response_format: 'ogg' }, { code: 'invalidInput', param: 'response_format' }],
  ['a speed that OpenAI refuses', { speed: 5 }, { code: 'invalidInput', param: 'speed' }],
  ['a speed that we refuse', { speed: 0.25 }, { code: 'invalidInput', param: 'speed' }],
  ['a speed that is a word', { speed: 'fast' }, { code: 'invalidInput', param: 'speed' }],
  ['an unknown stream format', { stream_format: 'ws' }, { code: 'invalidInput', param: 'stream_format' }],
  ['instructions that are a number', { instructions: 1 }, { code: 'invalidInput', param: 'instructions' }],
])('%s is refused', async (_name, fields, expected) => {
  await using adapter = await openTestAdapter();
  expect(await refusal(await adapter.speech(fields))).toEqual({ status: 400, ...expected });
  expect(adapter.openLeases.size).toBe(0);
});

test('a format without an encoder is refused with those that there are', async () => {
  await using adapter = await openTestAdapter();
  const failed = adapter.client.audio.speech.create({
    model: 'tts-1',
    voice,
    input: 'x',
    response_format: 'opus',
  });
  await expect(failed).rejects.toThrow(/opus.*mp3, wav, flac, pcm/);
  await expect(failed).rejects.toBeInstanceOf(OpenAI.BadRequestError);
});

test('what fails after the first sound cuts the answer off, or ends the events with an error', async () => {
  const failing = {
    beforeSpeaking: ({ text: unit }: { readonly text: string }) => {
      if (unit.includes('Three')) throw new Error(`a bug that quotes ${unit}`);
    },
  };
  await using adapter = await openTestAdapter({ speaking: failing });
  const broken = await adapter.speech({ input: text, response_format: 'pcm' });
  await expect(broken.arrayBuffer()).rejects.toThrow();
  const events = await (await adapter.speech({ input: text, stream_format: 'sse' })).text();
  expect(events).toMatch(/event: error\ndata: \{"error":\{.*"type":"server_error"/);
  const lines = adapter.log.map(({ level, fields }) => ({ level, ...fields }));
  expect(lines).toMatchObject([
    { level: 'error', error: 'Error' },
    { level: 'error', error: 'Error' },
  ]);
  expect(JSON.stringify(adapter.log)).not.toContain('Three');
});

function withResolvers(): {
  readonly promise: Promise<undefined>;
  readonly resolve: (value: undefined) => void;
} {
  let resolve: (value: undefined) => void = () => undefined;
  const promise = new Promise<undefined>((done) => (resolve = done));
  return { promise, resolve };
}
