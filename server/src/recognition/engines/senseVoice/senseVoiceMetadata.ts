import { SpeechError } from '../../../../../protocol/errors.ts';
import type { Cmvn } from '../../../audio/cmvn.ts';

/** What the graph is asked with besides the sound. */
export interface SenseVoiceMetadata {
  readonly cmvn: Cmvn;
  /** Rows of the prompt table by language; `auto` among them. */
  readonly languageIds: ReadonlyMap<string, number>;
  readonly withItnId: number;
  readonly withoutItnId: number;
  /** Piece that stands for nothing. */
  readonly blankId: number;
}

/** Values of a stacked frame: 7 frames of 80. */
export const featureDimension = 560;

/** Rows of the table that the four prompts are taken from. */
const promptRowCount = 16;

const publishedIds: Readonly<Record<string, number>> = { auto: 0, zh: 3, en: 4, yue: 7, ja: 11, ko: 12 };

/**
 * Reads what a graph of the sherpa layout says about itself.
 *
 * @param entries  the metadata of the model
 * @throws SpeechError modelIncompatible
 */
export function readSherpaMetadata(entries: ReadonlyMap<string, string>): SenseVoiceMetadata {
  const number = (key: string, otherwise: number): number => {
    const text = entries.get(key) ?? String(otherwise);
    if (/^\d{1,9}$/u.test(text.trim())) return Number(text);
    throw badMetadata(`"${key}" is "${text}", no whole number`);
  };
  const promptRow = (key: string, otherwise: number): number => {
    const row = number(key, otherwise);
    if (row < promptRowCount) return row;
    throw badMetadata(`"${key}" is ${row}, but there are ${promptRowCount} prompts`);
  };
  const expected = { lfr_window_size: 7, lfr_window_shift: 6, normalize_samples: 0 };
  for (const [key, value] of Object.entries(expected)) {
    if (number(key, value) !== value)
      throw badMetadata(`"${key}" is ${entries.get(key) ?? ''}, not ${value}`);
  }
  return {
    cmvn: {
      shifts: readVector(entries.get('neg_mean')?.split(','), 'neg_mean'),
      scales: readVector(entries.get('inv_stddev')?.split(','), 'inv_stddev'),
    },
    languageIds: new Map(
      Object.entries(publishedIds).map(([language, id]) => [language, promptRow(`lang_${language}`, id)]),
    ),
    withItnId: promptRow('with_itn', 14),
    withoutItnId: promptRow('without_itn', 15),
    blankId: number('blank_id', 0),
  };
}

/**
 * Reads `am.mvn`, which a graph of the funasr layout needs; the ids are those of the published model.
 *
 * @param text  a Kaldi network of a shift and a scale
 * @throws SpeechError modelIncompatible
 */
export function readFunasrMetadata(text: string): SenseVoiceMetadata {
  return {
    cmvn: { shifts: readComponent(text, 'AddShift'), scales: readComponent(text, 'Rescale') },
    languageIds: new Map(Object.entries(publishedIds)),
    withItnId: 14,
    withoutItnId: 15,
    blankId: 0,
  };
}

function readComponent(text: string, name: string): Float32Array {
  const start = text.indexOf(`<${name}>`);
  const open = text.indexOf('[', start);
  const close = text.indexOf(']', open);
  const isThere = start >= 0 && open >= 0 && close >= 0;
  const values = text
    .slice(open + 1, close)
    .trim()
    .split(/\s+/u);
  return readVector(isThere ? values : undefined, name);
}

function readVector(values: readonly string[] | undefined, name: string): Float32Array {
  if (values === undefined) throw badMetadata(`"${name}" is missing`);
  const vector = Float32Array.from(values, (value) => (value.trim() === '' ? NaN : Number(value)));
  if (vector.length !== featureDimension)
    throw badMetadata(`"${name}" has ${vector.length} values, not ${featureDimension}`);
  if (!vector.every(Number.isFinite)) throw badMetadata(`"${name}" holds something that is no number`);
  return vector;
}

function badMetadata(reason: string): SpeechError {
  return new SpeechError('modelIncompatible', {
    message: `What comes with the SenseVoice model does not fit it: ${reason}.`,
    hint: 'Pull the model again, or take all its files from one place.',
  });
}
