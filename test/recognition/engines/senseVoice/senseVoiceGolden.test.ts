import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { applyCmvn } from '../../../../server/src/audio/cmvn.ts';
import { senseVoiceRecipe } from '../../../../server/src/recognition/engines/senseVoice/graphRecipe.ts';
import { readFunasrMetadata } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceMetadata.ts';
import { checkSenseVoiceGraph } from '../../../../server/src/recognition/engines/senseVoice/checkSenseVoiceGraph.ts';
import { senseVoiceEngine } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceEngine.ts';
import { hasExactSignedProducts } from '../../../../server/src/inference/signedProducts.ts';
import { tellLayout } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceLayout.ts';
import { createSenseVoiceRecognizer } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceRecognizer.ts';
import type { Recognizer } from '../../../../server/src/recognition/recognizer.ts';
import { goldenFolder, hasGolden, maxDifference, readGoldenWav, readNpy } from '../../../support/golden.ts';
import { never } from '../../../support/never.ts';

const sense = path.join(goldenFolder, 'sensevoice');
const work = mkdtempSync(path.join(os.tmpdir(), 'aloud-sensevoice-'));

afterAll(() => {
  rmSync(work, { recursive: true });
});

interface TinyCase {
  readonly name: string;
  readonly runs: readonly { readonly language: number; readonly textnorm: number; readonly logits: string }[];
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

const tinyCases = hasGolden
  ? (readJson(path.join(sense, 'tiny/golden/golden.json')) as { readonly cases: readonly TinyCase[] }).cases
  : [];

describe.skipIf(!hasGolden)('logits of random weights', () => {
  const metadata = hasGolden
    ? readFunasrMetadata(readFileSync(path.join(sense, 'tiny/am.mvn'), 'utf8'))
    : undefined;

  it.each(tinyCases)('$name', async ({ name, runs }) => {
    const folder = path.join(sense, 'tiny/golden');
    const { shape, values: stacked } = readNpy(path.join(folder, `${name}.lfr.npy`));
    if (metadata === undefined) throw new Error('No metadata.');
    applyCmvn(stacked, metadata.cmvn);
    expect(maxDifference(stacked, readNpy(path.join(folder, `${name}.cmvn.npy`)).values)).toBeLessThan(5e-4);
    const session = await createSession(path.join(sense, 'tiny/sherpa.onnx'), {
      provider: 'cpu',
      threadCount: 1,
    });
    for (const { language, textnorm, logits } of runs) {
      const one = (value: number) => ({ type: 'int32', dims: [1], data: Int32Array.of(value) }) as const;
      const outputs = await session.run({
        x: float32Tensor(stacked, [1, shape[0] ?? 0, 560]),
        x_length: one(shape[0] ?? 0),
        language: one(language),
        text_norm: one(textnorm),
      });
      const { data } = outputOf(outputs, 'logits', 'float32');
      expect(maxDifference(data, readNpy(path.join(folder, logits)).values)).toBeLessThan(1e-3);
    }
    await session.dispose();
  });
});

interface ToyRun {
  readonly language: string;
  readonly itn: boolean;
  readonly fp32: {
    readonly head: readonly string[];
    readonly text: string;
    readonly start_s: readonly number[];
  };
}

interface ToyCase {
  readonly wav: string;
  readonly runs: readonly ToyRun[];
}

const toyCases = hasGolden
  ? (readJson(path.join(sense, 'toy/golden/toy.json')) as { readonly cases: readonly ToyCase[] }).cases
  : [];

async function openToy(graph: string, weights: 'signed' | 'asPublished'): Promise<Recognizer> {
  const folder = mkdtempSync(path.join(work, 'toy-'));
  const files = senseVoiceRecipe(weights).rewrite(readFileSync(path.join(sense, 'toy', graph)));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, name), bytes);
  return createSenseVoiceRecognizer({
    model: 'toy',
    provider: 'cpu',
    threadCount: 1,
    paths: {
      graph: path.join(folder, 'model.onnx'),
      description: path.join(folder, 'model.json'),
      tokens: path.join(sense, 'toy', graph.startsWith('sherpa') ? 'tokens.txt' : 'tokens.json'),
      mvn: path.join(sense, 'toy/am.mvn'),
    },
  });
}

const emotions: Readonly<Record<string, string | null>> = {
  '<|HAPPY|>': 'happy',
  '<|SAD|>': 'sad',
  '<|ANGRY|>': 'angry',
  '<|NEUTRAL|>': 'neutral',
  '<|EMO_UNKNOWN|>': null,
};

describe.skipIf(!hasGolden)('text, language and emotion of trained weights', () => {
  it.each(['funasr.onnx', 'sherpa.onnx'])('%s', async (graph) => {
    const recognizer = await openToy(graph, 'asPublished');
    for (const { wav, runs } of toyCases) {
      const samples = readGoldenWav(path.join(sense, 'toy/golden', wav));
      for (const { language, fp32 } of runs.filter(({ itn }) => itn)) {
        const options = language === 'auto' ? {} : { language };
        const heard = await recognizer.recognize(samples, options, never);
        const isSpeech = fp32.head[0] !== '<|nospeech|>';
        expect(heard.text).toBe(fp32.text);
        expect(heard.language).toBe(isSpeech ? fp32.head[0]?.slice(2, -2) : null);
        if (isSpeech) expect(heard.emotion).toBe(emotions[fp32.head[1] ?? '']);
      }
    }
    await recognizer.dispose();
  });

  it.each(['funasr.int8.onnx', 'sherpa.int8.onnx'])(
    'signed weights say what published ones say: %s',
    async (graph) => {
      const published = await openToy(graph, 'asPublished');
      const signed = await openToy(graph, 'signed');
      for (const { wav } of toyCases) {
        const samples = readGoldenWav(path.join(sense, 'toy/golden', wav));
        expect(await signed.recognize(samples, {}, never)).toEqual(
          await published.recognize(samples, {}, never),
        );
      }
      await Promise.all([published.dispose(), signed.dispose()]);
    },
  );
});

describe.skipIf(!hasGolden)('the engine', () => {
  it('prepares an installed model once, and hears with it', async () => {
    const toy = path.join(sense, 'toy');
    const files: Readonly<Record<string, string>> = {
      'model.int8.onnx': path.join(toy, 'sherpa.int8.onnx'),
      'tokens.txt': path.join(toy, 'tokens.txt'),
    };
    const model = {
      id: 'toy',
      folder: mkdtempSync(path.join(work, 'installed-')),
      path: (name: string) => files[name] ?? '',
      sha256: () => 'a'.repeat(64),
    };
    const notes: string[] = [];
    const open = () =>
      senseVoiceEngine.open(
        model,
        { provider: 'cpu', threadCount: 1, onNote: (note) => notes.push(note) },
        never,
      );
    await (await open()).dispose();
    const recognizer = await open();
    const { text } = await recognizer.recognize(readGoldenWav(path.join(toy, 'golden/u0.wav')), {}, never);
    await recognizer.dispose();
    expect(text).toBe('一三十二八。');
    expect(notes).toEqual(["Preparing 'toy' for this machine; this is done once."]);
  });

  it('refuses a prepared graph that says something else', async () => {
    const graphs = {
      publishedPath: path.join(sense, 'toy/sherpa.onnx'),
      preparedPath: path.join(sense, 'toy/sherpa.int8.onnx'),
    };
    await expect(checkSenseVoiceGraph(graphs, never)).rejects.toThrow('differs');
  });
});

it('signed products are exact where the processor has VNNI', async () => {
  const isExact = await hasExactSignedProducts();
  const flags = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  if (/\bavx(?:512)?_vnni\b|\bamx_int8\b/u.test(flags)) expect(isExact).toBe(true);
});

describe('what is no SenseVoice is refused by its name', () => {
  it.each([
    { inputNames: ['x', 'prompt'], comment: '', name: 'NPU' },
    { inputNames: ['speech', 'speech_lengths'], comment: '', name: 'Paraformer' },
    { inputNames: ['x', 'x_length', 'language', 'text_norm'], comment: 'Fun-ASR-Nano-2512', name: 'Nano' },
    { inputNames: ['input_ids'], comment: '', name: 'input_ids' },
    { inputNames: [], comment: '', name: 'none' },
  ])('$inputNames $comment', ({ inputNames, comment, name }) => {
    expect(() => tellLayout(inputNames, comment)).toThrow(name);
  });
});
