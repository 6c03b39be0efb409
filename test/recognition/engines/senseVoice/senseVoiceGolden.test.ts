import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createSession } from '../../../../server/src/inference/session.ts';
import { float32Tensor, outputOf } from '../../../../server/src/inference/tensor.ts';
import { openFrontEnd } from '../../../../server/src/recognition/engines/senseVoice/frontEnd.ts';
import { readFunasrMetadata } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceMetadata.ts';
import { checkSenseVoiceGraph } from '../../../../server/src/recognition/engines/senseVoice/checkSenseVoiceGraph.ts';
import { senseVoiceEngine } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceEngine.ts';
import { hasExactSignedProducts } from '../../../../server/src/inference/signedProducts.ts';
import {
  goldenFolder,
  hasGolden,
  maxDifference,
  readGoldenWav,
  readNpy,
  type NpyArray,
} from '../../../support/golden.ts';
import {
  decodePieces,
  type FrameScores,
} from '../../../../server/src/recognition/engines/senseVoice/ctcDecoding.ts';
import { funasrTime } from '../../../../server/src/recognition/engines/senseVoice/pieceTimes.ts';
import { never } from '../../../support/never.ts';
import { openToy } from '../../../support/senseVoiceToy.ts';
import { readToyClips, readToyWav } from '../../../support/toyClips.ts';

const sense = path.join(goldenFolder, 'sensevoice');
const work = mkdtempSync(path.join(os.tmpdir(), 'aloud-sensevoice-'));

afterAll(() => {
  rmSync(work, { recursive: true });
});

interface TinyCase {
  readonly name: string;
  readonly runs: readonly TinyRun[];
}

interface TinyRun {
  readonly language: number;
  readonly textnorm: number;
  readonly logits: string;
  /** Of all frames, those of the head too. */
  readonly greedy_frames: readonly number[];
  readonly argmax_per_frame: readonly number[];
  /** Of the frames after the head: the forced alignment of what was decoded greedily. */
  readonly align_targets: readonly number[];
  readonly align_path_blank_zeroed: readonly number[];
  readonly align_path_plain: readonly number[];
  readonly align_spans_sec: readonly (readonly [number, number, number])[];
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
    if (metadata === undefined) throw new Error('No metadata.');
    const frontEnd = await openFrontEnd(metadata.cmvn, { threadCount: 1 });
    const features = await frontEnd.toFeatures(readGoldenWav(path.join(folder, `${name}.wav`)));
    await frontEnd.dispose();
    expect(maxDifference(features, readNpy(path.join(folder, `${name}.cmvn.npy`)).values)).toBeLessThan(5e-4);
    const frameCount = features.length / 560;
    const session = await createSession(path.join(sense, 'tiny/sherpa.onnx'), {
      provider: 'cpu',
      threadCount: 1,
    });
    for (const { language, textnorm, logits } of runs) {
      const one = (value: number) => ({ type: 'int32', dims: [1], data: Int32Array.of(value) }) as const;
      const outputs = await session.run({
        x: float32Tensor(features, [1, frameCount, 560]),
        x_length: one(frameCount),
        language: one(language),
        text_norm: one(textnorm),
      });
      const { data } = outputOf(outputs, 'logits', 'float32');
      expect(maxDifference(data, readNpy(path.join(folder, logits)).values)).toBeLessThan(1e-3);
    }
    await session.dispose();
  });
});

const toyWavs = Array.from({ length: 8 }, (_, index) => `u${index}.wav`);

/** The decisions that the prepared graph makes itself, out of the logits of the reference. */
function decide(logits: NpyArray): FrameScores {
  const [frameCount = 0, pieceCount = 0] = logits.shape;
  const rows = Array.from({ length: frameCount }, (_, frame) =>
    logits.values.subarray(frame * pieceCount, (frame + 1) * pieceCount),
  );
  return {
    ids: Int32Array.from(rows, (row) => row.indexOf(Math.max(...row))),
    maxima: Float32Array.from(rows, (row) => Math.max(...row)),
    logSums: Float32Array.from(rows, (row) => Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0))),
  };
}

describe.skipIf(!hasGolden)('greedy decoding is forced alignment of what it decodes', () => {
  const cases = tinyCases.flatMap(({ name, runs }) => runs.map((run) => ({ name, ...run })));

  it.each(cases)('$name, language $language, text norm $textnorm', (run) => {
    const frames = decide(readNpy(path.join(sense, 'tiny/golden', run.logits)));
    expect([...frames.ids]).toEqual(run.argmax_per_frame);
    const emitted = frames.ids
      .map((id, frame) => (id === 0 || id === frames.ids[frame - 1] ? -1 : frame))
      .filter((frame) => frame >= 0);
    expect([...emitted]).toEqual(run.greedy_frames);
    const pieces = decodePieces(frames, (id) => id === 0);
    expect(pieces.map(({ id }) => id)).toEqual(run.align_targets);
    const alignment = new Array<number>(frames.ids.length - 4).fill(0);
    for (const { id, startFrame, endFrame } of pieces) alignment.fill(id, startFrame, endFrame);
    expect(alignment).toEqual(run.align_path_blank_zeroed);
    expect(alignment).toEqual(run.align_path_plain);
    expect(
      pieces.map((piece) => [piece.id, funasrTime(piece).startMs / 1000, funasrTime(piece).endMs / 1000]),
    ).toEqual(run.align_spans_sec);
  });
});

describe.skipIf(!hasGolden)('quantized weights', () => {
  it.each(['funasr.int8.onnx', 'sherpa.int8.onnx'] as const)(
    'signed weights say what published ones say: %s',
    async (graph) => {
      const published = await openToy(graph);
      const signed = await openToy(graph, { weights: 'signed' });
      for (const wav of toyWavs) {
        const samples = readGoldenWav(path.join(sense, 'toy/golden', wav));
        expect(await signed.recognize(samples, {}, never)).toEqual(
          await published.recognize(samples, {}, never),
        );
      }
      await Promise.all([published.dispose(), signed.dispose()]);
    },
  );
});

describe.skipIf(!hasGolden)('products in floats', () => {
  it.each(['funasr.int8.onnx', 'sherpa.int8.onnx'] as const)(
    'say what the float model says: %s',
    async (graph) => {
      const recognizer = await openToy(graph, { weights: 'float' });
      for (const { wav, text } of readToyClips()) {
        expect((await recognizer.recognize(readToyWav(wav), {}, never)).text).toBe(text);
      }
      await recognizer.dispose();
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
      id: 'sensevoice-small',
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
    expect(notes).toEqual(["Preparing 'sensevoice-small' for this machine; this is done once."]);
  });

  it('refuses a prepared graph that says something else', async () => {
    const graphs = {
      publishedPath: path.join(sense, 'toy/sherpa.onnx'),
      preparedPath: path.join(sense, 'tiny/sherpa.onnx'),
      arithmetic: 'integer',
    } as const;
    await expect(checkSenseVoiceGraph(graphs, never)).rejects.toThrow('differs');
  });
});

it('signed products are exact where the processor has VNNI', async () => {
  const isExact = await hasExactSignedProducts();
  const flags = process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '';
  if (/\bavx(?:512)?_vnni\b|\bamx_int8\b/u.test(flags)) expect(isExact).toBe(true);
});
