import { describe, expect, test } from 'vitest';
import { createEspeakPhonemizer } from '../../../server/src/synthesis/phonemes/espeak.ts';
import { espeakPhonemes } from '../../../server/src/synthesis/phonemes/espeakPhonemes.ts';
import type { EspeakProgram } from '../../../server/src/synthesis/phonemes/espeakProgram.ts';

const signal = new AbortController().signal;

/** Answers each paragraph from a table, in as many words as the table says. */
function fakeEspeak(table: Readonly<Record<string, string>>): { program: EspeakProgram; calls: string[] } {
  const calls: string[] = [];
  const program: EspeakProgram = (text, voice) => {
    const paragraphs = text.split('\n\n').slice(0, -1);
    calls.push(`${voice}: ${paragraphs.join(' | ')}`);
    return Promise.resolve(paragraphs.map((paragraph) => `${table[paragraph] ?? '?'}\n`).join(''));
  };
  return { program, calls };
}

test('words and sounds of a phrase belong together when there are as many of both', async () => {
  const { program, calls } = fakeEspeak({ 'Buenos días': 'bwˈenos ðˈias', señor: 'seɲˈoɾ' });
  const spoken = await createEspeakPhonemizer(program).phonemize('Buenos días, señor.', 'es-ES', signal);
  expect(spoken.map(({ token, phonemes }) => [token.text, phonemes, token.after])).toEqual([
    ['Buenos', 'bwˈenos', ''],
    ['días', 'ðˈias', ','],
    ['señor', 'seɲˈoɾ', '.'],
  ]);
  expect(calls).toEqual(['es: Buenos días | señor']);
});

test('the words of a phrase with a number are said each for itself', async () => {
  const { program, calls } = fakeEspeak({
    '25 años': 'bˌe^ɪntiθˈinko ˈaɲos mas',
    '25': 'bˌe^ɪnti θˈinko',
    años: 'ˈaɲos',
  });
  const spoken = await createEspeakPhonemizer(program).phonemize('25 años', 'es', signal);
  expect(spoken.map(({ phonemes }) => phonemes)).toEqual(['bˌAnti θˈinko', 'ˈaɲos']);
  expect(calls).toEqual(['es: 25 años', 'es: 25 | años']);
});

test('offsets are those of the source', async () => {
  const { program } = fakeEspeak({ 'aujourd’hui': 'oʒuʁdyˈi', "l'école": 'lekˈɔl' });
  const text = "«l'école» (aujourd’hui)";
  const spoken = await createEspeakPhonemizer(program).phonemize(text, 'fr', signal);
  expect(spoken.map(({ token }) => text.slice(token.startOffset, token.endOffset))).toEqual([
    "l'école",
    'aujourd’hui',
  ]);
  expect(spoken.map(({ token }) => token.before + token.after)).toEqual(['“”', '()']);
});

test('nothing to say needs no program', async () => {
  const { program, calls } = fakeEspeak({});
  expect(await createEspeakPhonemizer(program).phonemize('… !', 'it', signal)).toEqual([]);
  expect(calls).toEqual([]);
});

test('without eSpeak NG the hint names the way out', async () => {
  const phonemizer = createEspeakPhonemizer(undefined);
  expect(phonemizer.languages).toEqual([]);
  await expect(phonemizer.phonemize('Ciao', 'it', signal)).rejects.toMatchObject({
    code: 'languageUnsupported',
    hint: expect.stringContaining('aloud models pull espeak-ng') as string,
    data: { model: 'espeak-ng' },
  });
});

test.each(['zh', 'ja-JP', 'sw'])('%s has no rules', async (language) => {
  const { program } = fakeEspeak({});
  await expect(createEspeakPhonemizer(program).phonemize('x', language, signal)).rejects.toMatchObject({
    code: 'languageUnsupported',
  });
});

describe("eSpeak's IPA in Kokoro's alphabet", () => {
  test.each([
    ['t^ʃˈao', 'ʧˈao'],
    ['raɡˈat^sːa', 'raɡˈaʦːa'],
    ['ɑ̃fˈɑ̃', 'ɑ̃fˈɑ̃'],
    ['kõ', 'kõ'.normalize('NFD')],
    ['le-z', 'lez'],
    ['(en)ˈimeɪl(es)', 'ˈimeɪl'],
    ['d^ʒˈoːrno', 'ʤˈoːrno'],
  ])('%s', (ipa, phonemes) => {
    expect(espeakPhonemes(ipa)).toBe(phonemes);
  });
});
