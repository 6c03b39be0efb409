import { expect, test } from 'vitest';
import type { WishedText } from '../../../server/src/script/checking/environment.ts';
import { diagnose, scriptWorld } from '../support/scriptWorld.ts';

const front = '---\ncast: { MARA: able, TOM: { voice: other, language: fr } }\n';

/** Says what an engine is asked, where that is not English. */
const world = scriptWorld({
  isKnownWord: () => true,
  refuseText: (engine: string, { text, language, voiceLanguage }: WishedText) =>
    /^en/u.test(language ?? voiceLanguage) && !text.includes('你')
      ? null
      : `${engine} cannot speak ${language ?? text.trim()}.`,
});

test.each([
  ['English', `${front}---\nMARA: Hi.\n`, []],
  ['a span', `${front}---\nMARA: Hi, <say language=de>Guten Tag</say>.\n`, ['Guten Tag']],
  ['a span with a voice', `${front}---\nMARA: <say voice=other language=de>Guten Tag</say>\n`, ['Guten Tag']],
  ['a character', `${front}---\nTOM: Bonjour.\n`, ['Bonjour.']],
  ['twice, told once', `${front}---\nTOM: Bonjour.\n\nTOM: Au revoir.\n`, ['Bonjour.']],
  ['the whole script', `${front}language: es\n---\nHola.\n\nTOM: Bonjour.\n`, ['Hola.', 'Bonjour.']],
  ['letters', `${front}---\nHi.\n\n你好。\n`, ['你好。']],
  ['a heading that is spoken', `${front}---\n# 你好\n`, ['你好']],
  ['what nobody says', `${front}---\nHi.\n<!-- 你好 -->\n`, []],
])('%s', (_name, source, expected) => {
  const refused = diagnose(source, world).filter(({ code }) => code === 'unsupported-by-voice');
  expect(refused.map(({ startOffset, endOffset }) => source.slice(startOffset, endOffset))).toEqual(expected);
});

test('it is an error, in the words of who refuses', () => {
  expect(diagnose(`${front}---\nMARA: Hi.\n\nTOM: Bonjour.\n`, world)).toMatchObject([
    { code: 'unsupported-by-voice', severity: 'error', message: 'all cannot speak fr.' },
  ]);
});
