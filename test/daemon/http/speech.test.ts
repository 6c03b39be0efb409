import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { catalogVoiceIds } from '../../../server/src/synthesis/engines/kokoro/kokoroVoices.ts';
import { openAiVoices, toOwnVoice } from '../../../server/src/daemon/http/openAiNames.ts';
import { decodePcm } from '../../../server/src/audio/pcm.ts';
import { speak } from '../../../server/src/synthesis/pipeline.ts';
import { never } from '../../audioFiles/audioFixtures.ts';
import { join } from '../../audio/tones.ts';
import { createFakeSynthesizer } from '../../synthesis/fakeSynthesizer.ts';
import { openTestAdapter, type TestAdapter } from './testAdapter.ts';
import { decode, text, voice } from './askedSpeech.ts';

/** What the pipeline makes of the text, as 16 bits store it. */
async function spoken(): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  for await (const { samples } of speak(createFakeSynthesizer(), { text, voice }, never))
    pieces.push(samples);
  return join(pieces);
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

test('every voice of OpenAI stands for one of ours', () => {
  const known = catalogVoiceIds('kokoro-82m');
  expect(Object.values(openAiVoices).filter((own) => !known.includes(own))).toEqual([]);
  expect([toOwnVoice('alloy'), toOwnVoice('af_heart'), toOwnVoice('constructor')]).toEqual([
    'af_alloy',
    'af_heart',
    'constructor',
  ]);
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
