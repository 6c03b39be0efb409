import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import { createLocalEngines } from '../../../../server/src/localEngines.ts';
import { createModelStore } from '../../../../server/src/models/modelStore.ts';
import { elementTypes, type Model, type Tensor } from '../../../../server/src/onnx/onnxModel.ts';
import { toHalves } from '../../../../server/src/onnx/quantization.ts';
import { createTensor, tensorValues } from '../../../../server/src/onnx/tensorData.ts';
import { chooseLoader } from '../../../../server/src/synthesis/engines/cosyVoice/chooseLoader.ts';
import type { CosyVoiceModel } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceModel.ts';
import { createCosyVoiceSynthesizer } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceSynthesizer.ts';
import { speakSegment } from '../../../../server/src/synthesis/engines/cosyVoice/speakSegment.ts';
import { tempFolder } from '../../../models/support/testTransfer.ts';
import { toyVoice, writeCosyVoiceFiles } from '../../../support/cosyVoiceFiles.ts';
import { buildSplitToy } from '../../../support/cosyVoiceSplitToy.ts';
import { readCosyVoiceToy, readToySegment, readToyVoice } from '../../../support/cosyVoiceToy.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';
import { installGraphs } from '../../../support/toyModel.ts';

const session = { provider: 'cpu', threadCount: 1, spinning: false } as const;

async function open(
  folder: string,
  graphs: Record<string, Model>,
  notes: string[] = [],
): Promise<CosyVoiceModel> {
  const model = await installGraphs(folder, graphs);
  const loader = await chooseLoader(model);
  return loader.open(model, { session, onNote: (note) => notes.push(note) }, never);
}

describe.skipIf(!hasGolden)('a model that was split into graphs', () => {
  const values = readCosyVoiceToy();
  const opened: { folder?: Awaited<ReturnType<typeof tempFolder>>; model?: CosyVoiceModel } = {};
  const ready = (): CosyVoiceModel => {
    if (opened.model === undefined) throw new Error('The model is not open.');
    return opened.model;
  };

  beforeAll(async () => {
    opened.folder = await tempFolder();
    opened.model = await open(opened.folder.path, await buildSplitToy());
  });

  afterAll(async () => {
    await opened.model?.dispose();
    await opened.folder?.[Symbol.asyncDispose]();
  });

  async function readPrompt({ rows }: CosyVoiceModel): Promise<Float32Array> {
    const parts = [
      await rows.speech([6561]),
      await rows.text([...values('prompt_text_ids'), ...values('text_ids')]),
      await rows.speech([6563, ...values('prompt_speech_tokens')]),
    ];
    return Float32Array.from(parts.flatMap((part) => [...part]));
  }

  it('reads and speaks as the reference', async () => {
    const model = ready();
    const prompt = await readPrompt(model);
    expect(prompt).toEqual(values('prefill_embeds'));
    const run = model.startLanguageModel();
    let logits = await run.read(prompt);
    const expected = values('step_logits');
    for (const [index, token] of [...values('tokens').slice(0, 24)].entries()) {
      const step = expected.subarray(index * logits.length, (index + 1) * logits.length);
      expect(maxDifference(logits, step)).toBeLessThan(1e-4);
      logits = await run.read(await model.rows.speech([token]));
    }
    expect(run.tokenCount).toBe(46 + 24);
    run.dispose();
  });

  it('remembers what it reads at once as what it reads bit by bit', async () => {
    const model = ready();
    const prompt = values('prefill_embeds');
    const run = model.startLanguageModel();
    await run.read(prompt.subarray(0, 40 * 64));
    const logits = await run.read(prompt.subarray(40 * 64));
    expect(maxDifference(logits, values('step_logits').subarray(0, logits.length))).toBeLessThan(1e-4);
    await expect(run.read(new Float32Array(64 * 4096))).rejects.toMatchObject({ code: 'inputTooLong' });
    run.dispose();
  });

  it('makes the spectrogram and the sound of the reference', async () => {
    const { flow, startVocoder } = ready();
    const mel = await flow.run(
      { voice: readToyVoice(values), tokens: [...values('tokens')], isFinal: true },
      never,
    );
    expect(maxDifference(mel, values('mel_offline'))).toBeLessThan(1e-4);
    const vocoder = startVocoder();
    expect(await vocoder.push(mel.subarray(0, 0), false, never)).toHaveLength(0);
    const sound = await vocoder.push(values('mel_offline'), true, never);
    expect(maxDifference(sound, values('audio'))).toBeLessThan(5e-3);
  });

  it('speaks an utterance in one piece, also where a stream is wanted', async () => {
    const request = { ...readToySegment(values), isStreamed: true };
    const pieces: Float32Array[] = [];
    for await (const piece of speakSegment(ready(), request, never)) pieces.push(piece);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]?.length).toBeGreaterThan(2 * 960 * request.prefill.spokenTextCount);
    expect(pieces[0]?.every((sample) => Math.abs(sample) <= 0.99)).toBe(true);
  });

  it('serves the synthesizer, which changes its pitch', async () => {
    const clip = {
      emotion: null,
      transcript: '希望',
      language: 'zh-CN',
      tokens: Int32Array.from(values('prompt_speech_tokens')),
      mel: values('prompt_feat'),
      embedding: values('embedding'),
    };
    const consent = { statement: 'Mine.', statedAt: '2026-11-26T22:00:00.000Z' };
    const synthesizer = createCosyVoiceSynthesizer({
      model: 'toy',
      encode: (text) => Array.from(text.slice(-6), (character) => (character.codePointAt(0) ?? 0) % 1000),
      openVoice: () => Promise.resolve({ name: 'Mei', consent, clips: [clip] }),
      parts: { ...ready(), dispose: () => Promise.resolve() },
    });
    const speak = async (pitchFactor: number): Promise<Float32Array> => {
      const prosody = { ...neutralProsody, pitchFactor };
      return (await synthesizer.synthesize({ text: '你好', voice: 'mei', prosody, spans: [] }, never))
        .samples;
    };
    const plain = await speak(1);
    expect(plain.length).toBeGreaterThan(6 * 960);
    const high = await speak(2);
    expect(high).toHaveLength(plain.length);
    expect(maxDifference(high, plain)).toBeGreaterThan(1e-3);
    await synthesizer.dispose();
  });

  it('is installed from a folder, and speaks where the published model is not', async () => {
    await using folder = await tempFolder();
    const published = path.join(folder.path, 'published');
    await writeCosyVoiceFiles(published);
    const from = path.join(folder.path, 'downloads');
    await mkdir(from);
    await installGraphs(from, await buildSplitToy(path.join(published, 'llm.rl.pt')));
    for (const file of ['vocab.json', 'merges.txt'])
      await copyFile(path.join(published, 'CosyVoice-BlankEN', file), path.join(from, file));
    const store = createModelStore({ folder: path.join(folder.path, 'models'), environment: {} });
    await store.pull('cosyvoice3-graphs', { signal: never, from });
    const engines = createLocalEngines({
      store,
      searchPath: '',
      lexiconPath: '',
      onNote: () => undefined,
      openVoice: () => Promise.resolve(toyVoice('Mei')),
    });
    const choice = { engine: 'cosyvoice', provider: 'cpu', threadCount: 1 } as const;
    const synthesizer = await engines.openSynthesizer(choice, never);
    expect(synthesizer.description.model).toBe('cosyvoice3-graphs');
    const request = { text: 'Hello.', voice: 'Mei', prosody: neutralProsody, spans: [] };
    const { samples } = await synthesizer.synthesize(request, never);
    expect(samples.length).toBeGreaterThan(1000);
    await synthesizer.dispose();
  });

  it('in 16 bits is widened once, and says nearly the same', async () => {
    await using folder = await tempFolder();
    const graphs = await buildSplitToy();
    for (const [name, { graph }] of Object.entries(graphs))
      if (name.includes('fp16') && graph !== undefined) graph.initializers = graph.initializers.map(narrow);
    // Some converters leave no input or output in 32 bits either.
    const [hidden] = graphs['llm_decoder_fp16.onnx']?.graph?.inputs ?? [];
    if (hidden?.type?.tensor !== undefined) hidden.type.tensor.elementType = elementTypes.float16;
    const notes: string[] = [];
    const model = await open(folder.path, graphs, notes);
    const run = model.startLanguageModel();
    const logits = await run.read(await readPrompt(model));
    expect(maxDifference(logits, values('step_logits').subarray(0, logits.length))).toBeLessThan(1e-2);
    run.dispose();
    const request = { voice: readToyVoice(values), tokens: [...values('tokens')], isFinal: true };
    const mel = await model.flow.run(request, never);
    expect(maxDifference(mel, values('mel_offline'))).toBeLessThan(1e-1);
    await model.dispose();
    expect(notes).toHaveLength(8);
    await (await open(folder.path, graphs, notes)).dispose();
    expect(notes).toHaveLength(8);
  });

  it.each<{
    name: string;
    change: (graphs: Record<string, Model>) => Record<string, Model>;
    message: string;
  }>([
    {
      name: 'a graph that is not there',
      change: (graphs) => without(graphs, 'llm_decoder_fp16.onnx'),
      message: "The model 'toy' has no graph llm_decoder.onnx, nor another that does the same.",
    },
    {
      name: 'a first pass that keeps nothing',
      change: (graphs) => withOutputs(graphs, 'llm_backbone_initial_fp16.onnx', 1),
      message:
        'llm_backbone_initial_fp16.onnx of \'toy\' cannot be used: it has no output "past_key_values".',
    },
  ])('$name is refused by name', async ({ change, message }) => {
    await using folder = await tempFolder();
    await expect(open(folder.path, change(await buildSplitToy()))).rejects.toMatchObject({
      code: 'modelIncompatible',
      message: expect.stringContaining(message) as string,
    });
  });
});

/** A weight of 32 bits in 16. */
function narrow(tensor: Tensor): Tensor {
  const { name, dims } = tensor;
  if (tensor.dataType !== 1 || name.includes('constant')) return tensor;
  return createTensor(name, 'float16', { dims, values: toHalves(tensorValues(tensor, 'float32').slice()) });
}

function without(graphs: Record<string, Model>, name: string): Record<string, Model> {
  return Object.fromEntries(Object.entries(graphs).filter(([other]) => other !== name));
}

function withOutputs(graphs: Record<string, Model>, name: string, count: number): Record<string, Model> {
  const model = graphs[name];
  if (model?.graph !== undefined) model.graph.outputs = model.graph.outputs.slice(0, count);
  return graphs;
}
