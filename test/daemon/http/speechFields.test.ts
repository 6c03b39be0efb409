import { describe, expect, test } from 'vitest';
import { cosyVoiceAbilities } from '../../../server/src/synthesis/engines/cosyVoice/cosyVoiceAbilities.ts';
import { openTestAdapter, refusal, type TestAdapterOptions } from './testAdapter.ts';
import { decode, voice } from './askedSpeech.ts';
import { neutralProsody } from '../../../protocol/prosody.ts';
import { unknownUtterance } from '../../../server/src/recognition/recognizer.ts';

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
  // Each is heard as it is and twice with noise.
  const heard = [...Array<string>(3).fill('under one'), ...Array<string>(3).fill('one two three')];
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
