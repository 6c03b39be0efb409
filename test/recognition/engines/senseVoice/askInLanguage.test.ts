import { expect, test } from 'vitest';
import { askInLanguage } from '../../../../server/src/recognition/engines/senseVoice/askInLanguage.ts';
import { chooseTag } from '../../../../server/src/recognition/engines/senseVoice/ctcDecoding.ts';
import type { SenseVoiceAnswer } from '../../../../server/src/recognition/engines/senseVoice/senseVoiceModel.ts';
import { never } from '../../../support/never.ts';

const names = ['zh', 'yue', 'en', 'ja', 'ko', null];
const languages = new Map(names.map((name, id) => [id, name]));

type Logits = Readonly<Record<string, number>>;

/** A model whose first frame says this when it is asked for a language. */
function createModel(answers: Readonly<Record<string, Logits>>) {
  const asked: string[] = [];
  const ask = (language: string): Promise<SenseVoiceAnswer> => {
    asked.push(language);
    const logits = Float32Array.from(names, (name) => answers[language]?.[name ?? 'nospeech'] ?? -9);
    const frames = { ids: new Int32Array(4), maxima: new Float32Array(4), logSums: new Float32Array(4) };
    return Promise.resolve({ frames, head: () => logits, logits: null });
  };
  return { asked, ask };
}

interface Case {
  readonly what: string;
  readonly answers: Readonly<Record<string, Logits>>;
  readonly query?: string;
  readonly allowed: readonly string[] | null;
  readonly asked: readonly string[];
  readonly language: string | null;
}

const cases: readonly Case[] = [
  { what: 'any language', answers: { auto: { ko: 3 } }, allowed: null, asked: ['auto'], language: 'ko' },
  {
    what: 'an allowed one',
    answers: { auto: { en: 3 } },
    allowed: ['zh', 'en'],
    asked: ['auto'],
    language: 'en',
  },
  {
    what: 'another one',
    answers: { auto: { ko: 3, ja: 2, en: 1, zh: 0 }, en: { en: 5 } },
    allowed: ['zh', 'en'],
    asked: ['auto', 'en'],
    language: 'en',
  },
  {
    what: 'another one, twice',
    answers: { auto: { ko: 3, en: 1 }, en: { ko: 4, zh: 2, en: 1 } },
    allowed: ['zh', 'en'],
    asked: ['auto', 'en'],
    language: 'zh',
  },
  {
    what: 'the only allowed one',
    answers: { ja: { ko: 3 } },
    query: 'ja',
    allowed: ['ja'],
    asked: ['ja'],
    language: 'ja',
  },
  { what: 'no speech', answers: { auto: { nospeech: 3 } }, allowed: ['ja'], asked: ['auto'], language: null },
  {
    what: 'no speech the second time',
    answers: { auto: { ko: 3 }, ja: { nospeech: 2, ja: 1 } },
    allowed: ['ja'],
    asked: ['auto', 'ja'],
    language: null,
  },
];

test.each(cases)('$what', async ({ answers, query = 'auto', allowed, asked, language }) => {
  const model = createModel(answers);
  const wish = { query, allowed: allowed && new Set(allowed) };
  const told = await askInLanguage({ wish, languages, ask: model.ask }, never);
  expect(model.asked).toEqual(asked);
  expect(chooseTag(told.answer.head(0), told.languages).value).toBe(language);
});

test('after an abort the model is not asked again', async () => {
  const model = createModel({ auto: { ko: 3 } });
  const controller = new AbortController();
  const asking = askInLanguage(
    {
      wish: { query: 'auto', allowed: new Set(['en']) },
      languages,
      ask(language) {
        controller.abort(new Error('stopped'));
        return model.ask(language);
      },
    },
    controller.signal,
  );
  await expect(asking).rejects.toThrow('stopped');
  expect(model.asked).toEqual(['auto']);
});

test('what was aborted meanwhile does not ask the model at all', async () => {
  const model = createModel({ auto: { ko: 3 } });
  const wish = { query: 'auto', allowed: null };
  const aborted = AbortSignal.abort(new Error('stopped'));
  await expect(askInLanguage({ wish, languages, ask: model.ask }, aborted)).rejects.toThrow('stopped');
  expect(model.asked).toEqual([]);
});
