import { describe, expect, test } from 'vitest';
import type { ModelCapability, ModelSummary } from '../../protocol/models.ts';
import { chooseRecognition, type RecognitionWish } from '../../server/src/modelLibrary/chooseRecognition.ts';

type Model = readonly [
  model: string,
  engine: string,
  megabytes: number,
  languages: readonly string[],
  capabilities: readonly ModelCapability[],
];

const many = ['en', 'zh', 'ja', 'ko', 'de', 'fr', 'no'];

const models: readonly Model[] = [
  ['moonshine-tiny', 'moonshine', 28, ['en'], []],
  [
    'sensevoice-small',
    'sensevoice',
    240,
    ['zh', 'yue', 'en', 'ja', 'ko'],
    ['emotion', 'events', 'languageIdentification'],
  ],
  [
    'sensevoice-small-funasr',
    'sensevoice-funasr',
    241,
    ['zh', 'yue', 'en', 'ja', 'ko'],
    ['emotion', 'events', 'languageIdentification'],
  ],
  ['whisper-tiny', 'whisper-tiny', 43, many, ['languageIdentification']],
  ['whisper-base', 'whisper-base', 80, many, ['languageIdentification']],
  ['whisper-small', 'whisper-small', 250, many, ['languageIdentification']],
];

/** @param installed  models */
function choose(installed: string, wish: RecognitionWish): string {
  const engines = models.map(([id, engine, megabytes, languages, capabilities]) => {
    const model: ModelSummary = {
      id,
      title: id,
      state: installed.split(' ').includes(id) ? 'installed' : 'notInstalled',
      bytes: megabytes * 1e6,
      license: 'MIT',
      languages: [...languages],
      capabilities: ['recognition', ...capabilities],
      isDefault: false,
      requiresConsent: false,
    };
    return { engine, model };
  });
  const { engine, missing } = chooseRecognition(wish, engines, 'moonshine');
  return missing === null
    ? engine
    : `${missing.code} of ${String(missing.data['model'])}: ${missing.message} ${missing.hint}`;
}

const all = models.map(([id]) => id).join(' ');
const minutes = (count: number) => ({ durationMs: count * 60_000 });

describe('by language, length and what is installed', () => {
  test.each<readonly [installed: string, wish: RecognitionWish, engine: string]>([
    [all, { language: 'en' }, 'moonshine'],
    [all, { language: 'en-GB', durationMs: 5000 }, 'moonshine'],
    [all, { language: 'en', isLive: true }, 'moonshine'],
    [all, { language: 'en', ...minutes(60) }, 'sensevoice-funasr'],
    ['moonshine-tiny sensevoice-small', { language: 'en', ...minutes(60) }, 'sensevoice'],
    ['moonshine-tiny whisper-small', { language: 'en', ...minutes(60) }, 'moonshine'],
    ['whisper-base', { language: 'en' }, 'whisper-base'],
    ['sensevoice-small whisper-small', { language: 'zh-Hant-TW' }, 'sensevoice'],
    ['sensevoice-small whisper-small', { language: 'yue' }, 'sensevoice'],
    ['sensevoice-small whisper-small', { language: 'zh-HK' }, 'sensevoice'],
    ['sensevoice-small whisper-small', { language: 'cmn' }, 'sensevoice'],
    ['whisper-small whisper-tiny', { language: 'ja' }, 'whisper-small'],
    [all, { language: 'de-AT' }, 'whisper-small'],
    [all, { language: 'nb' }, 'whisper-small'],
    [all, { language: 'de', isLive: true }, 'whisper-base'],
    ['whisper-small', { language: 'de', isLive: true }, 'whisper-small'],
    [all, { allowedLanguages: ['zh', 'en'] }, 'sensevoice-funasr'],
    [all, { allowedLanguages: ['de', 'en'] }, 'whisper-small'],
    [all, {}, 'whisper-small'],
    [all, { isLive: true }, 'sensevoice'],
    [all, minutes(60), 'whisper-small'],
    ['moonshine-tiny sensevoice-small', {}, 'sensevoice'],
    ['moonshine-tiny', {}, 'moonshine'],
  ])('%s, %j -> %s', (installed, wish, engine) => {
    expect(choose(installed, wish)).toBe(engine);
  });
});

describe('by name', () => {
  test.each([
    ['', 'moonshine', 'moonshine'],
    ['', 'sensevoice', 'sensevoice'],
    ['sensevoice-small-funasr', 'sensevoice', 'sensevoice-funasr'],
    [all, 'sensevoice', 'sensevoice'],
    ['whisper-tiny whisper-base', 'whisper', 'whisper-base'],
    ['', 'whisper', 'whisper-base'],
    ['', 'sensevoice-small-funasr', 'sensevoice-funasr'],
  ])('%s, %s -> %s', (installed, engine, expected) => {
    expect(choose(installed, { engine, language: 'de' })).toBe(expected);
  });

  test.each([
    ['moonshin', /^Did you mean moonshine\?$/],
    ['kokoro', /^There are (?:[\w-]+, )+[\w-]+\.$/],
  ])('a name that is none: %s', (engine, hint) => {
    expect(() => choose(all, { engine })).toThrow(
      expect.objectContaining({ code: 'unknownModel', hint: expect.stringMatching(hint) as unknown }),
    );
  });
});

describe('what is missing', () => {
  test.each<readonly [installed: string, wish: RecognitionWish, told: RegExp]>([
    [
      '',
      {},
      /^modelNotInstalled of moonshine-tiny: Nothing that is installed hears\. Install moonshine-tiny .*aloud models pull moonshine-tiny$/u,
    ],
    [
      'moonshine-tiny',
      { language: 'de' },
      /^modelNotInstalled of whisper-base: Nothing that is installed hears German \(de\)\. Install whisper-base \(80 MB, license MIT\): aloud models pull whisper-base$/u,
    ],
    ['moonshine-tiny', { language: 'yue' }, /hears Cantonese \(yue\)\. .*pull sensevoice-small$/u],
    ['whisper-small', { language: 'zh-HK' }, /hears Cantonese \(yue\)\. .*pull sensevoice-small$/u],
    [
      'moonshine-tiny',
      { allowedLanguages: ['de', 'en'] },
      /hears German \(de\) and English \(en\)\. .*pull whisper-base$/u,
    ],
  ])('%j, %j', (installed, wish, told) => {
    expect(choose(installed, wish)).toMatch(told);
  });

  test('a language that no engine hears', () => {
    expect(() => choose(all, { language: 'tlh' })).toThrow(
      expect.objectContaining({ code: 'languageUnsupported', message: 'No engine hears Klingon (tlh).' }),
    );
  });
});
