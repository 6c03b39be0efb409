import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SpeechError } from '../../../../protocol/errors.ts';
import { neutralProsody } from '../../../../protocol/prosody.ts';
import type { SynthesisRequest } from '../../../../protocol/synthesis.ts';
import { createLocalEngines } from '../../../../server/src/localEngines.ts';
import { createModelStore, type ModelStore } from '../../../../server/src/models/modelStore.ts';
import { cosyVoiceEngine } from '../../../../server/src/synthesis/engines/cosyVoice/cosyVoiceEngine.ts';
import { speak } from '../../../../server/src/synthesis/pipeline.ts';
import type { Synthesizer } from '../../../../server/src/synthesis/synthesizer.ts';
import { tempFolder, type TempFolder } from '../../../models/support/testTransfer.ts';
import { toyVoice, writeCosyVoiceFiles } from '../../../support/cosyVoiceFiles.ts';
import { cosyVoiceToyFolder } from '../../../support/cosyVoiceToy.ts';
import { toyConfig } from '../../../support/cosyVoiceToyModel.ts';
import { hasGolden, maxDifference } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const model = cosyVoiceEngine.model;
const silence = new Float32Array(0);

describe.skipIf(!hasGolden)('CosyVoice from a folder, with tiny weights', () => {
  const made: { folder?: TempFolder; store?: ModelStore; synthesizer?: Synthesizer } = {};
  const notes: string[] = [];

  const folder = (): string => made.folder?.path ?? '';
  const store = (): ModelStore => made.store ?? createModelStore({ folder: folder(), environment: {} });

  beforeAll(async () => {
    made.folder = await tempFolder();
    const from = path.join(folder(), 'downloads');
    await writeCosyVoiceFiles(from);
    made.store = createModelStore({ folder: path.join(folder(), 'models'), environment: {} });
    await made.store.pull(model, { signal: never, from });
    const mei = toyVoice('Mei');
    const engines = createLocalEngines({
      store: made.store,
      searchPath: '',
      lexiconPath: '',
      onNote: (note) => notes.push(note),
      openVoice: (name) =>
        name === 'Mei'
          ? Promise.resolve(mei)
          : Promise.reject(new SpeechError('unknownVoice', { message: `No ${name}.`, hint: 'Choose.' })),
    });
    await engines.prepare(model, never);
    const choice = { engine: 'cosyvoice', provider: 'cpu', threadCount: 1 } as const;
    made.synthesizer = await engines.openSynthesizer(choice, never);
  });

  afterAll(async () => {
    await made.synthesizer?.dispose();
    await made.folder?.[Symbol.asyncDispose]();
  });

  /** At most so many chunks: a long text is not heard to its end. */
  async function hear(
    request: Omit<SynthesisRequest, 'voice'>,
    mostChunks = Infinity,
    signal = never,
  ): Promise<Float32Array[]> {
    const chunks: Float32Array[] = [];
    if (made.synthesizer === undefined) return chunks;
    for await (const { samples } of speak(made.synthesizer, { voice: 'Mei', ...request }, signal)) {
      chunks.push(samples);
      if (chunks.length === mostChunks) break;
    }
    return chunks;
  }

  test('is prepared by the pull, and describes itself', () => {
    // Three checkpoints, and nothing more when it is opened.
    expect(notes).toHaveLength(3);
    expect(made.synthesizer?.description).toEqual({
      engine: 'cosyvoice',
      model,
      provider: 'cpu',
      sampleRateHz: 24_000,
      languages: ['zh', 'en', 'ja', 'ko', 'de', 'es', 'fr', 'it', 'ru'],
    });
  });

  test('speaks clause by clause, and the same again', async () => {
    const text = '今天天气很好，我们一起去公园散步吧。 The wind came first, and then the rain.';
    const chunks = await hear({ text });
    expect(chunks.length).toBeGreaterThan(1);
    const sampleCount = chunks.reduce((sum, { length }) => sum + length, 0);
    // Two to twenty tokens of 40 ms for each of some thirty of the text, of which silence at the ends is cut.
    expect(sampleCount / 24_000).toBeGreaterThan(0.5);
    expect(sampleCount / 24_000).toBeLessThan(25);
    const again = await hear({ text });
    expect(again.map((samples, index) => maxDifference(samples, chunks[index] ?? silence))).toEqual(
      chunks.map(() => 0),
    );
  });

  test.each<[string, string]>([
    ['mixed languages', '今天 we say こんにちは、そして 再见!'],
    ['emoji between words', 'Well 😀👍🏽 done 🎉'],
    ['tags that nobody closed', '<strong>Hello [laughter <laughter> there'],
    ['tags that nobody opened', 'Hello</strong></laughter>]> there'],
    ['marks of the model', 'Hello <|endofprompt|> <|im_start|> there'],
    ['tags alone', '<strong></strong>[breath]'],
    ['a word without end', 'a'.repeat(3000)],
  ])('%s', async (_name, text) => {
    const [first] = await hear({ text }, 1);
    expect(first?.length).toBeGreaterThan(1000);
    expect(first?.every((sample) => Math.abs(sample) <= 1)).toBe(true);
  });

  test.each([['😀🎉'], ['...!?']])('%s has nothing to say', async (text) => {
    await expect(hear({ text })).rejects.toMatchObject({ code: 'invalidInput' });
  });

  test('sounds alone are heard', async () => {
    const utterance = await made.synthesizer?.synthesize(
      {
        text: '',
        voice: 'Mei',
        prosody: neutralProsody,
        spans: [],
        events: [{ offset: 0, event: 'laughter' }],
      },
      never,
    );
    expect(utterance?.samples.length).toBeGreaterThan(1000);
  });

  test.each(['長い話。', 'word '])('the start of 20,000 characters of %j', async (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    expect(await hear({ text }, 2)).toHaveLength(2);
  });

  test('what it took is told by parts', async () => {
    const utterance = await made.synthesizer?.synthesize(
      { text: 'Hello.', voice: 'Mei', prosody: neutralProsody, spans: [] },
      never,
    );
    const { partsMs = {}, peakMemoryBytes = 0 } = utterance?.cost ?? {};
    expect(Object.keys(partsMs)).toEqual(['language model', 'flow', 'vocoder']);
    expect(Object.values(partsMs).every((ms) => ms > 0)).toBe(true);
    expect(peakMemoryBytes).toBeGreaterThan(20_000_000);
  });

  test('a cancel ends it, and the next request is answered', async () => {
    const cancel = new AbortController();
    const running = hear({ text: 'One, two, three, four, five. '.repeat(40) }, Infinity, cancel.signal);
    setTimeout(() => {
      cancel.abort(new Error('Enough.'));
    }, 50);
    await expect(running).rejects.toThrow('Enough.');
    expect(await hear({ text: 'Again.' })).toHaveLength(1);
  });

  test('a voice that is not there', async () => {
    const speaking = made.synthesizer?.synthesize(
      { text: 'Hello.', voice: 'Tom', prosody: neutralProsody, spans: [] },
      never,
    );
    await expect(speaking).rejects.toMatchObject({ code: 'unknownVoice', message: 'No Tom.' });
  });

  test.each([
    [
      { totalBytes: 16e9, freeBytes: 3e8 },
      /^CosyVoice needs about \d\.\d GB of memory; 0\.3 GB are free\.$/u,
    ],
    [{ totalBytes: 4e8, freeBytes: null }, /this machine lets it have 0\.4 GB/u],
  ])('too little memory, %j, is told before anything is loaded', async (memory, message) => {
    const installed = await store().open(model, never);
    const opening = cosyVoiceEngine.open(
      installed,
      {
        session: { provider: 'cpu', threadCount: 1 },
        onNote: () => undefined,
        openVoice: () => Promise.reject(new Error('Nothing speaks.')),
        readMemory: () => Promise.resolve(memory),
      },
      never,
    );
    await expect(opening).rejects.toMatchObject({
      code: 'outOfMemory',
      message: expect.stringMatching(message) as string,
    });
  });

  test.each<[string, string, string | null, RegExp]>([
    ['without heads', 'CosyVoice-BlankEN/config.json', '{"hidden_size": 64}', /config\.json does not say/u],
    [
      'of other heads',
      'CosyVoice-BlankEN/config.json',
      JSON.stringify({ ...toyConfig, hidden_size: 160 }),
      /llm\.rl\.pt has no heads of 40/u,
    ],
    ['of another vocabulary', 'llm.rl.pt', null, /knows 1000 text tokens; those of CosyVoice 3 are 151924/u],
  ])('a model %s is refused', async (_name, file, content, message) => {
    await using other = await tempFolder();
    const from = path.join(other.path, 'downloads');
    await writeCosyVoiceFiles(from);
    const narrow = path.join(cosyVoiceToyFolder, 'llm.pt');
    if (content === null) await copyFile(narrow, path.join(from, file));
    else await writeFile(path.join(from, file), content);
    const damaged = createModelStore({ folder: path.join(other.path, 'models'), environment: {} });
    await damaged.pull(model, { signal: never, from });
    const engines = createLocalEngines({
      store: damaged,
      searchPath: '',
      lexiconPath: '',
      onNote: () => undefined,
      openVoice: () => Promise.reject(new Error('Nothing speaks.')),
    });
    await expect(
      engines.openSynthesizer({ engine: 'cosyvoice', provider: 'cpu', threadCount: 1 }, never),
    ).rejects.toMatchObject({
      code: 'modelIncompatible',
      message: expect.stringMatching(message) as string,
    });
  });
});
