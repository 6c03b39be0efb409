import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { readFileSync } from 'node:fs';
import { toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import { buildWavHeader } from '../../../server/src/audio/wav.ts';
import { fixture } from '../../audioFiles/audioFixtures.ts';
import { openTestAdapter, utterance, type TestAdapterOptions } from './testAdapter.ts';
import { sound, twoSounds, uploads } from './uploadedSound.ts';

/** Hears "Say 1." and "Say 2." in the two sounds, whatever they are. */
function counting(): Pick<TestAdapterOptions, 'recognize'> {
  let count = 0;
  return { recognize: () => Promise.resolve(utterance(`Say ${++count}.`)) };
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

test('replacements are written and fillers left out', async () => {
  await using adapter = await openTestAdapter({
    recognize: () => Promise.resolve({ ...utterance('Um, write to my mail.'), language: 'en' }),
  });
  const response = await adapter.transcribe({
    model: 'whisper-1',
    file: sound,
    replacements: ['my mail -> jane@example.org', 'get hub -> GitHub'],
    leave_out_fillers: 'true',
  });
  expect(response.headers.get('x-aloud-ignored')).toBeNull();
  expect(await response.json()).toMatchObject({
    text: 'Write to jane@example.org. Write to jane@example.org.',
  });
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
