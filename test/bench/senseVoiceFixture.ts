import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledModel } from '../../server/src/models/installedModel.ts';
import { writeModel } from '../../server/src/onnx/onnxModel.ts';
import { randomWeights } from '../support/randomWeights.ts';
import { buildSenseVoice, fullShape } from '../support/senseVoiceGraph.ts';

/**
 * A model of SenseVoice Small's architecture, size and published layout with random weights, which takes exactly as long
 * as the real one and says nothing. It is made once: some ten seconds, 239 MB.
 *
 * @param folder  outside the project
 */
export async function openSenseVoiceFixture(
  folder: string,
  note: (line: string) => void,
): Promise<InstalledModel> {
  const made = path.join(folder, `sensevoice-random-${version}`);
  if (!existsSync(made)) {
    note('Making a SenseVoice model of full size with random weights; this is done once ...');
    const draft = `${made}.${process.pid}`;
    await mkdir(draft, { recursive: true });
    await writeFile(path.join(draft, graphFile), buildRandomModel());
    await writeFile(path.join(draft, tokensFile), buildTokens());
    await rm(made, { recursive: true, force: true });
    await rename(draft, made);
  }
  return {
    id: 'sensevoice-small',
    folder: made,
    path: (name) => path.join(made, name),
    // Names what is prepared from it; the folder has the version in its name.
    sha256: () => '0'.repeat(64),
  };
}

/** Raised whenever the model is made in another way. */
const version = 1;
const graphFile = 'model.int8.onnx';
const tokensFile = 'tokens.txt';

function buildRandomModel(): Uint8Array {
  return writeModel(
    buildSenseVoice({
      shape: fullShape,
      weights: randomWeights,
      isQuantized: true,
      masks: 'added',
      metadata: buildMetadata(),
    }),
  );
}

/** Every entry that sherpa-onnx asks for. */
function buildMetadata(): Record<string, string> {
  const everyFrame = (value: (mel: number) => number): string =>
    Array.from({ length: 560 }, (_, index) => value(index % 80).toFixed(6)).join(',');
  return {
    lfr_window_size: '7',
    lfr_window_shift: '6',
    normalize_samples: '0',
    neg_mean: everyFrame((mel) => -8.5 - 4 * Math.sin((mel / 80) * Math.PI)),
    inv_stddev: everyFrame(() => 0.16),
    model_type: 'sense_voice_ctc',
    version: '2',
    model_author: 'random',
    maintainer: 'random',
    vocab_size: String(fullShape.pieceCount),
    comment: 'SenseVoice architecture, random weights',
    lang_auto: '0',
    lang_zh: '3',
    lang_en: '4',
    lang_yue: '7',
    lang_ja: '11',
    lang_ko: '12',
    lang_nospeech: '13',
    with_itn: '14',
    without_itn: '15',
    url: 'none',
  };
}

/** Where the published vocabulary has its tags; the other pieces are words of their number. */
const tags: Readonly<Record<number, string>> = {
  24884: 'zh',
  24885: 'en',
  24888: 'yue',
  24892: 'ja',
  24896: 'ko',
  24992: 'nospeech',
  24993: 'Speech',
  24995: 'BGM',
  24997: 'Laughter',
  24999: 'Applause',
  25001: 'HAPPY',
  25002: 'SAD',
  25003: 'ANGRY',
  25004: 'NEUTRAL',
  25005: 'FEARFUL',
  25006: 'DISGUSTED',
  25007: 'SURPRISED',
  25008: 'OTHER',
  25009: 'EMO_UNKNOWN',
  25010: 'Cry',
  25011: 'Sneeze',
  25012: 'Breath',
  25013: 'Cough',
  25014: 'Sing',
  25015: 'Speech_Noise',
  25016: 'withitn',
  25017: 'woitn',
  25018: 'GBG',
  25019: 'Event_UNK',
};

function buildTokens(): string {
  const controls = ['<unk>', '<s>', '</s>'];
  const pieces = Array.from({ length: fullShape.pieceCount }, (_, id) => {
    const tag = tags[id];
    if (tag !== undefined) return `<|${tag}|>`;
    return controls[id] ?? `${id % 2 === 0 ? '▁' : ''}${letters(id)}`;
  });
  return pieces.map((piece, id) => `${piece} ${id}\n`).join('');
}

/** A number in letters. */
function letters(value: number): string {
  const last = String.fromCodePoint('a'.charCodeAt(0) + (value % 26));
  return value < 26 ? last : letters(Math.floor(value / 26)) + last;
}
