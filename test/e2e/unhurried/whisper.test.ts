import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createResampler } from '../../../server/src/audio/resample.ts';
import type { InstalledModel } from '../../../server/src/models/modelStore.ts';
import { whisperEngine } from '../../../server/src/recognition/engines/whisper/whisperEngine.ts';
import { recognitionSampleRateHz } from '../../../server/src/recognition/recognizer.ts';
import { openKokoroFiles } from '../../../server/src/synthesis/engines/kokoro/kokoroFiles.ts';
import { createKokoroSynthesizer } from '../../../server/src/synthesis/engines/kokoro/kokoroSynthesizer.ts';
import type { Phonemizer } from '../../../server/src/synthesis/phonemizer.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { requireInstalledModel } from '../../support/installedModels.ts';
import { never } from '../../support/never.ts';
import { plainRequest } from '../../support/speechEngines.ts';
import { joinSamples } from '../../../server/src/audio/joinSamples.ts';

/** What is said, with its phonemes: no phonemizer of these languages needs to be there. */
const sayings = {
  en: {
    voice: 'af_heart',
    text: 'The library opens at nine in the morning.',
    phonemes: 'ðə lˈIbɹˌɛɹi ˈOpənz æt nˈIn ɪn ðə mˈɔɹnɪŋ.',
  },
  es: {
    voice: 'ef_dora',
    text: 'Buenos días. Me gustaría un café con leche, por favor.',
    phonemes: 'bwˈenos ðˈias. me ɣustaɾˈia ˈun kafˈe kon lˈeʧe, poɾ faβˈoɾ.',
  },
  fr: {
    voice: 'ff_siwis',
    text: 'Bonjour madame. Je voudrais un café au lait, merci.',
    phonemes: 'bɔ̃ʒˈuʁ madˈam. ʒə vudʁˈɛ œ̃ kafˈe o lˈɛ, mɛʁsˈi.',
  },
  ja: {
    voice: 'jf_alpha',
    text: 'おはようございます。今日はいい天気ですね。',
    phonemes: 'ohajoo ɡozaimasɨ. kjoo wa ii teŋki desɨ ne.',
  },
} as const;

const spokenFromList: Phonemizer = {
  languages: Object.keys(sayings),
  phonemize(text) {
    const { phonemes = '' } = Object.values(sayings).find((saying) => saying.text === text) ?? {};
    const token = { text, startOffset: 0, endOffset: text.length, words: [text], before: '', after: '' };
    return Promise.resolve([{ token, phonemes }]);
  },
};

const model = await requireInstalledModel('whisper-tiny');
const kokoro = await requireInstalledModel('kokoro-82m');
const synthesizer = await createKokoroSynthesizer({
  model: kokoro.id,
  ...(await openKokoroFiles(kokoro, { onNote: () => undefined }, never)),
  phonemizers: [spokenFromList],
  session: { provider: 'cpu' },
});
const recognizer = await whisperEngine.open(model, { provider: 'cpu', onNote: () => undefined }, never);
const folder = await mkdtemp(path.join(os.tmpdir(), 'aloud-whisper-'));

afterAll(async () => {
  await recognizer.dispose();
  await synthesizer.dispose();
  await rm(folder, { recursive: true });
});

async function say({
  text,
  voice,
}: {
  readonly text: string;
  readonly voice: string;
}): Promise<Float32Array> {
  const { samples } = await synthesizer.synthesize(plainRequest(text, voice), never);
  const resampler = createResampler(synthesizer.description.sampleRateHz, recognitionSampleRateHz);
  return joinSamples([resampler.push(samples), resampler.flush()]);
}

test('hears English, twice the same', async () => {
  const samples = await say(sayings.en);
  const heard = await recognizer.recognize(samples, {}, never);
  expect(compareTranscripts(sayings.en.text, heard.text).editCount).toBe(0);
  expect(heard).toMatchObject({ language: 'en', words: null, events: null, emotion: null });
  expect(heard.languageConfidence).toBeGreaterThan(0.8);
  expect(heard.confidence).toBeGreaterThan(0.5);
  expect(await recognizer.recognize(samples, {}, never)).toEqual(heard);
});

test.for([
  ['es', /café con leche/u],
  ['fr', /je voudrais un café/iu],
  ['ja', /おはようございます/u],
] as const)('tells %s and writes it', async ([language, words]) => {
  const heard = await recognizer.recognize(await say(sayings[language]), {}, never);
  expect(heard).toMatchObject({ language, text: expect.stringMatching(words) as string });
});

test('obeys a hint, and hears only what is allowed', async () => {
  const samples = await say(sayings.fr);
  const hinted = await recognizer.recognize(samples, { language: 'it-IT' }, never);
  expect(hinted.language).toBe('it');
  expect(hinted.languageConfidence).toBeLessThan(0.5);
  const allowed = await recognizer.recognize(samples, { allowedLanguages: ['en', 'fr-CA', 'tlh'] }, never);
  expect(allowed.language).toBe('fr');
  await expect(recognizer.recognize(samples, { language: 'tlh' }, never)).rejects.toMatchObject({
    code: 'languageUnsupported',
  });
});

test('leaves out no soft sentence between loud ones', async () => {
  const loud = await say(sayings.en);
  const pause = new Float32Array(recognitionSampleRateHz / 2);
  const { text } = await recognizer.recognize(
    joinSamples([loud, pause, loud.map((sample) => sample * 0.15), pause, loud]),
    {},
    never,
  );
  expect(compareTranscripts(Array(3).fill(sayings.en.text).join(' '), text).editCount).toBe(0);
});

test('hears half a minute, and the same speech at its end', async () => {
  const speech = await say(sayings.en);
  const long = new Float32Array(30 * recognitionSampleRateHz);
  long.set(speech, long.length - speech.length);
  const { text } = await recognizer.recognize(long, {}, never);
  expect(compareTranscripts(sayings.en.text, text).editCount).toBe(0);
});

test.for([
  ['nothing', new Float32Array(0)],
  ['one sample', Float32Array.of(0.5)],
  ['10 s of silence', new Float32Array(10 * recognitionSampleRateHz)],
  ['what is no number', new Float32Array(recognitionSampleRateHz).fill(Number.NaN)],
] as const)('hears nothing in %s', async ([, samples]) => {
  expect(await recognizer.recognize(samples, {}, never)).toMatchObject({ text: '', language: null });
});

test('refuses more than 30 s', async () => {
  const samples = new Float32Array(30 * recognitionSampleRateHz + 1);
  await expect(recognizer.recognize(samples, {}, never)).rejects.toMatchObject({ code: 'inputTooLong' });
});

test('ends with the reason of its signal', async () => {
  const samples = await say(sayings.en);
  const controller = new AbortController();
  const heard = recognizer.recognize(samples, {}, controller.signal);
  controller.abort(new Error('enough'));
  await expect(heard).rejects.toThrow('enough');
});

/** The model with one file replaced, in a folder of its own. */
async function withFile(name: string, content: Uint8Array): Promise<InstalledModel> {
  const own = await mkdtemp(path.join(folder, 'model-'));
  const file = path.join(own, path.basename(name));
  await writeFile(file, content);
  return {
    id: model.id,
    folder: own,
    path: (asked) => (asked === name ? file : model.path(asked)),
    sha256: (asked) => (asked === name ? 'other' : model.sha256(asked)),
  };
}

test.for([
  ['onnx/encoder_model_quantized.onnx', 'onnx/decoder_model_merged_quantized.onnx'],
  ['onnx/decoder_model_merged_quantized.onnx', 'onnx/encoder_model_quantized.onnx'],
  ['generation_config.json', 'config.json'],
  ['config.json', 'preprocessor_config.json'],
] as const)('refuses a %s that is another file', async ([file, other]) => {
  const foreign = await withFile(file, await readFile(model.path(other)));
  const opened = whisperEngine.open(foreign, { provider: 'cpu', onNote: () => undefined }, never);
  await expect(opened).rejects.toMatchObject({ code: 'modelIncompatible' });
});

test('refuses a file that is cut off', async () => {
  const file = 'onnx/encoder_model_quantized.onnx';
  const whole = await readFile(model.path(file));
  const cut = await withFile(file, whole.subarray(0, 1_000_000));
  const opened = whisperEngine.open(cut, { provider: 'cpu', onNote: () => undefined }, never);
  await expect(opened).rejects.toMatchObject({ code: 'modelIncompatible' });
});
