import { expect, test, vi } from 'vitest';
import type { RecognizedUtterance, Recognizer } from '../../server/src/recognition/recognizer.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import { createFakeVoiceActivity } from './fakeVoiceActivity.ts';
import { never } from '../support/never.ts';

function fakeRecognizer(recognize: Recognizer['recognize']): Recognizer {
  return {
    description: {
      engine: 'fake',
      model: 'fake',
      provider: 'cpu',
      languages: ['en'],
      maxUtteranceMs: 30_000,
    },
    recognize,
    dispose: () => Promise.resolve(),
  };
}

function utterance(text: string): RecognizedUtterance {
  return {
    text,
    language: 'en',
    languageConfidence: null,
    emotion: null,
    emotionConfidence: null,
    events: [{ type: 'laughter', startMs: 10, endMs: 20, confidence: 0.9 }],
    words: [{ text, startMs: 0, endMs: 100, confidence: null }],
    confidence: 0.5,
  };
}

/** Two seconds of silence, one of sound, as often as asked. */
async function* source(count: number): AsyncGenerator<Float32Array> {
  for (let index = 0; index < count; index += 1) {
    yield await Promise.resolve(new Float32Array(32_000));
    yield new Float32Array(16_000).fill(0.1);
  }
}

async function collect(recognizer: Recognizer, signal = never) {
  const segments = [];
  const tools = { recognizer, voiceActivity: createFakeVoiceActivity(), options: { language: 'en' } };
  for await (const segment of transcribe(source(3), tools, signal)) {
    segments.push(segment);
  }
  return segments;
}

test('segments come in order with times from the start of the source', async () => {
  const segments = await collect(fakeRecognizer(() => Promise.resolve(utterance('word'))));
  expect(segments).toHaveLength(3);
  segments.forEach(({ startMs, endMs, words, events }, index) => {
    expect(startMs / 1000).toBeCloseTo(3 * index + 2, 1);
    expect(endMs / 1000).toBeCloseTo(3 * index + 3, 1);
    const offsetMs = words?.[0]?.startMs ?? 0;
    expect(offsetMs).toBeLessThan(startMs);
    expect(events?.[0]).toEqual({
      type: 'laughter',
      startMs: offsetMs + 10,
      endMs: offsetMs + 20,
      confidence: 0.9,
    });
  });
});

test('the options reach the recognizer', async () => {
  const recognize = vi.fn<Recognizer['recognize']>(() => Promise.resolve(utterance('word')));
  await collect(fakeRecognizer(recognize));
  expect(recognize.mock.calls[0]?.[1]).toEqual({ language: 'en' });
});

test('a segment in which nothing was understood is left out, unless it was laughter', async () => {
  const heard = [utterance('first'), { ...utterance(''), events: [] }, utterance('')];
  const segments = await collect(fakeRecognizer(() => Promise.resolve(heard.shift() ?? utterance('?'))));
  expect(segments.map(({ text, events }) => [text, events?.[0]?.type])).toEqual([
    ['first', 'laughter'],
    ['', 'laughter'],
  ]);
});

test('after an abort no other segment is recognised', async () => {
  const controller = new AbortController();
  const recognize = vi.fn<Recognizer['recognize']>(() => {
    controller.abort(new Error('stopped'));
    return Promise.resolve(utterance('unheard'));
  });
  await expect(collect(fakeRecognizer(recognize), controller.signal)).rejects.toThrow('stopped');
  expect(recognize).toHaveBeenCalledTimes(1);
});

test("the recognizer's refusal is the transcription's", async () => {
  const refusal = new Error('refused');
  await expect(collect(fakeRecognizer(() => Promise.reject(refusal)))).rejects.toBe(refusal);
});

test('an engine that prefers longer utterances hears neighbors together', async () => {
  const lengths = async (preferredUtteranceMs?: number): Promise<readonly (readonly number[])[]> => {
    const heard: number[] = [];
    const recognizer = fakeRecognizer((samples) => {
      heard.push(Math.round(samples.length / 16_000));
      return Promise.resolve(utterance('word'));
    });
    const description = {
      ...recognizer.description,
      ...(preferredUtteranceMs !== undefined && { preferredUtteranceMs }),
    };
    const told: number[] = [];
    const tools = {
      recognizer: { ...recognizer, description },
      voiceActivity: createFakeVoiceActivity(),
      options: {},
    };
    for await (const { startMs, endMs } of transcribe(phrases(4), tools, never))
      told.push(Math.round((endMs - startMs) / 1000));
    return [heard, told];
  };
  expect(await lengths()).toEqual([
    [2, 3, 3, 3],
    [2, 2, 2, 2],
  ]);
  expect(await lengths(15_000)).toEqual([[12], [12]]);
  expect(await lengths(9_000)).toEqual([
    [9, 3],
    [8, 2],
  ]);
});

/** Two seconds of sound and 1.2 of silence, as often as asked. */
async function* phrases(count: number): AsyncGenerator<Float32Array> {
  for (let index = 0; index < count; index += 1) {
    yield await Promise.resolve(new Float32Array(32_000).fill(0.1));
    yield new Float32Array(19_200);
  }
}

test('the next segment is looked for while one is recognised, and none after it', async () => {
  const read: number[] = [];
  async function* counted(): AsyncGenerator<Float32Array> {
    for await (const chunk of source(4)) {
      read.push(chunk.length);
      yield chunk;
    }
  }
  const readAtEnd: number[] = [];
  const recognizer = fakeRecognizer(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    readAtEnd.push(read.length);
    return utterance('word');
  });
  const tools = { recognizer, voiceActivity: createFakeVoiceActivity(), options: {} };
  const texts: string[] = [];
  for await (const { text } of transcribe(counted(), tools, never)) texts.push(text);
  expect(texts).toHaveLength(4);
  // Of eight chunks: silence, sound and so on. A segment has ended when the silence after it is read.
  expect(readAtEnd).toEqual([5, 7, 8, 8]);
});
