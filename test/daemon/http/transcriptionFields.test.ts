import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { openTestAdapter, refusal } from './testAdapter.ts';
import { sound, uploads } from './uploadedSound.ts';

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
    'a replacement without an arrow',
    { file: sound, model: 'whisper-1', replacements: 'my mail' },
    { code: 'invalidInput', param: 'replacements' },
  ],
  [
    'fillers that are a word',
    { file: sound, model: 'whisper-1', leave_out_fillers: 'um' },
    { code: 'invalidInput', param: 'leave_out_fillers' },
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
