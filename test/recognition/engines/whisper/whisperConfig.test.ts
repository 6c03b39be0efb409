import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  readWhisperConfig,
  type WhisperConfig,
} from '../../../../server/src/recognition/engines/whisper/whisperConfig.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-whisper-config-'));
afterAll(() => rm(folder, { recursive: true }));

/** Of large-v3-turbo: other ids and sizes than those of the small ones. */
const files = {
  model: {
    model_type: 'whisper',
    d_model: 1280,
    num_mel_bins: 128,
    decoder_layers: 4,
    encoder_attention_heads: 20,
    decoder_attention_heads: 20,
    max_source_positions: 1500,
    max_target_positions: 448,
  },
  generation: {
    decoder_start_token_id: 50258,
    eos_token_id: 50257,
    no_timestamps_token_id: 50364,
    task_to_id: { transcribe: 50360, translate: 50359 },
    lang_to_id: { '<|en|>': 50259, '<|yue|>': 50358 },
    suppress_tokens: [1, 2],
  },
  tokenizer: { added_tokens: [{ id: 50363, content: '<|nospeech|>' }] },
};

async function read(changes: { readonly [File in keyof typeof files]?: unknown }): Promise<WhisperConfig> {
  const own = await mkdtemp(path.join(folder, 'files-'));
  const write = async (name: keyof typeof files): Promise<string> => {
    const file = path.join(own, `${name}.json`);
    const content = changes[name] ?? files[name];
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  return readWhisperConfig({
    model: await write('model'),
    generation: await write('generation'),
    tokenizer: await write('tokenizer'),
  });
}

test('sizes and ids are those of the files', async () => {
  expect(await read({})).toEqual({
    melCount: 128,
    layerCount: 4,
    encoderHeadCount: 20,
    decoderHeadCount: 20,
    headWidth: 64,
    maxPositions: 1500,
    maxTokens: 448,
    tokens: {
      start: 50258,
      end: 50257,
      transcribe: 50360,
      noSpeech: 50363,
      noTimestamps: 50364,
      firstTimestamp: 50365,
      languages: new Map([
        ['en', 50259],
        ['yue', 50358],
      ]),
      suppressed: [1, 2],
      suppressedAtStart: [],
      maxInitialTimestamp: 50,
    },
  });
});

test.for([
  ['another model', { model: { ...files.model, model_type: 'moonshine' } }, 'config.json'],
  ['an English-only one', { generation: { ...files.generation, lang_to_id: undefined } }, 'lang_to_id'],
  ['no token of silence', { tokenizer: { added_tokens: [] } }, 'silence'],
  ['what is no JSON', { generation: '{' }, 'generation_config.json is no JSON'],
] as const)('%s is refused', async ([, changes, words]) => {
  await expect(read(changes)).rejects.toMatchObject({
    code: 'modelIncompatible',
    message: expect.stringContaining(words) as string,
  });
});
