import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { createGraph, createModel, createValueInfo } from '../../../../server/src/onnx/graphBuilding.ts';
import { writeModel } from '../../../../server/src/onnx/onnxModel.ts';
import { senseVoiceRecipe } from '../../../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { hasGolden } from '../../../support/golden.ts';
import { openToy, toyFolder, type ToyOptions } from '../../../support/senseVoiceToy.ts';

interface Stranger {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly metadata?: Readonly<Record<string, string>>;
}

function bytesOf({ inputs, outputs, metadata = {} }: Stranger): Uint8Array {
  const graph = createGraph('stranger');
  graph.inputs.push(...inputs.map((name) => createValueInfo(name, 'float32', [1])));
  graph.outputs.push(...outputs.map((name) => createValueInfo(name, 'float32', [1])));
  const model = createModel(graph, { '': 13 });
  return writeModel({
    ...model,
    metadata: Object.entries(metadata).map(([key, value]) => ({ key, value, unknownFields: [] })),
  });
}

const own = ['x', 'x_length', 'language', 'text_norm'];
const strangers: readonly (Stranger & { readonly name: string })[] = [
  {
    inputs: ['x', 'prompt'],
    outputs: ['logits'],
    name: 'SenseVoice exported for an NPU, with its prompt as an input',
  },
  {
    inputs: own,
    outputs: ['logits'],
    metadata: { model_type: 'sense_voice_ctc', comment: 'Fun-ASR-Nano-2512' },
    name: 'FunASR-Nano, which has another vocabulary',
  },
  { inputs: ['speech', 'speech_lengths'], outputs: ['logits', 'token_num'], name: 'Paraformer' },
  {
    inputs: ['speech', 'speech_lengths'],
    outputs: ['logits', 'token_num'],
    metadata: { model_type: 'paraformer' },
    name: 'a model of the type "paraformer"',
  },
  {
    inputs: ['speech', 'speech_lengths'],
    outputs: ['encoder_out'],
    name: 'SenseVoice without its queries, which are in a file of their own (embedding.npy)',
  },
  {
    inputs: ['mel'],
    outputs: ['n_layer_cross_k'],
    metadata: { model_type: 'whisper-tiny' },
    name: 'a model of the type "whisper-tiny"',
  },
  {
    inputs: ['input_ids', 'style', 'speed'],
    outputs: ['waveform'],
    name: 'a graph of the inputs input_ids, style, speed',
  },
  {
    inputs: own,
    outputs: ['log_probs'],
    metadata: { model_type: 'sense_voice_ctc' },
    name: 'a graph without the output "logits"',
  },
  {
    inputs: ['speech', 'speech_lengths', 'language', 'textnorm'],
    outputs: ['logits'],
    name: 'a graph without the output "ctc_logits"',
  },
  { inputs: [], outputs: [], name: 'a graph of the inputs none' },
];

test.each(strangers)('refused: $name', ({ name, ...stranger }) => {
  expect(() => senseVoiceRecipe('asPublished').rewrite(bytesOf(stranger))).toThrow(
    expect.objectContaining({
      code: 'modelIncompatible',
      message: `This is not SenseVoice as it is published, but ${name}.`,
      hint: expect.stringContaining('aloud models pull sensevoice-small') as string,
    }),
  );
});

test.each([
  {
    what: 'a page that says the file is gone',
    bytes: new TextEncoder().encode('<html>404 Not Found</html>'),
  },
  { what: 'nothing', bytes: new Uint8Array() },
  { what: 'the first half', bytes: bytesOf({ inputs: own, outputs: ['logits'] }).subarray(0, 60) },
])('refused as broken: $what', ({ bytes }) => {
  expect(() => senseVoiceRecipe('signed').rewrite(bytes)).toThrow(
    expect.objectContaining({ code: 'modelCorrupt', hint: 'Pull the model again.' }),
  );
});

describe.skipIf(!hasGolden)('what comes with a model', () => {
  const read = (name: string): string => (hasGolden ? readFileSync(path.join(toyFolder, name), 'utf8') : '');
  const tokens = read('tokens.txt');
  const mvn = read('am.mvn');
  const without = (...keys: readonly string[]): ToyOptions => ({
    describe: ({ inputNames, metadata }) => ({
      inputNames,
      metadata: Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key))),
    }),
  });
  const saying = (key: string, value: string): ToyOptions => ({
    describe: ({ inputNames, metadata }) => ({ inputNames, metadata: { ...metadata, [key]: value } }),
  });

  const badTokens = 'The list of tokens does not fit the SenseVoice model: ';
  const badFile = 'What comes with the SenseVoice model does not fit it: ';

  it.each([
    {
      graph: 'sherpa.onnx',
      options: { tokens: tokens.split('\n').slice(0, 150).join('\n') },
      message: `${badTokens}it has 150 pieces, the model 200.`,
    },
    {
      graph: 'funasr.onnx',
      options: { tokens: '["<unk>"]' },
      message: `${badTokens}it has 1 pieces, the model 200.`,
    },
    {
      graph: 'sherpa.onnx',
      options: { tokens: tokens.replace('<|ja|>', '<|jb|>') },
      message: `${badTokens}it has no tag <|ja|>.`,
    },
    { graph: 'sherpa.onnx', options: { tokens: '' }, message: `${badTokens}it has 0 pieces, the model 200.` },
    {
      graph: 'sherpa.onnx',
      options: { tokens: '<html>' },
      message: `${badTokens}line 1 is no piece with its number.`,
    },
    { graph: 'funasr.onnx', options: { mvn: '' }, message: `${badFile}"AddShift" is missing.` },
    {
      graph: 'funasr.onnx',
      options: { mvn: mvn.slice(0, mvn.indexOf('<Rescale>')) },
      message: `${badFile}"Rescale" is missing.`,
    },
    {
      graph: 'funasr.onnx',
      options: { mvn: mvn.replace(/(?<=Coef> 0 \[ )\S+/u, '') },
      message: `${badFile}"AddShift" has 559 values, not 560.`,
    },
    {
      graph: 'funasr.onnx',
      options: { mvn: mvn.replace(/(?<=Coef> 0 \[ )\S+/u, 'one') },
      message: `${badFile}"AddShift" holds something that is no number.`,
    },
    { graph: 'sherpa.onnx', options: without('neg_mean'), message: `${badFile}"neg_mean" is missing.` },
    {
      graph: 'sherpa.onnx',
      options: saying('inv_stddev', '1,,2'),
      message: `${badFile}"inv_stddev" has 3 values, not 560.`,
    },
    {
      graph: 'sherpa.onnx',
      options: saying('lang_ja', '16'),
      message: `${badFile}"lang_ja" is 16, but there are 16 prompts.`,
    },
    {
      graph: 'sherpa.onnx',
      options: saying('with_itn', '-1'),
      message: `${badFile}"with_itn" is "-1", no whole number.`,
    },
    {
      graph: 'sherpa.onnx',
      options: saying('normalize_samples', '1'),
      message: `${badFile}"normalize_samples" is 1, not 0.`,
    },
  ] as const)('$graph: $message', async ({ graph, options, message }) => {
    await expect(openToy(graph, options)).rejects.toMatchObject({
      code: 'modelIncompatible',
      message,
      hint: expect.stringMatching(/from one place\.$/u) as string,
    });
  });

  it('may leave out the rows of the prompts: those of the published model hold', async () => {
    const rows = ['auto', 'zh', 'en', 'yue', 'ja', 'ko', 'nospeech'].map((name) => `lang_${name}`);
    const recognizer = await openToy(
      'sherpa.onnx',
      without(...rows, 'with_itn', 'without_itn', 'model_type', 'lfr_window_size'),
    );
    expect(recognizer.description.languages).toEqual(['zh', 'yue', 'en', 'ja', 'ko']);
    await recognizer.dispose();
  });
});
