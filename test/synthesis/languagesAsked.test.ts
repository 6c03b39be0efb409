import { expect, test } from 'vitest';
import type { SynthesisRequest } from '../../protocol/synthesis.ts';
import { languagesAsked } from '../../server/src/synthesis/languagesAsked.ts';

test.each<[text: string, voiceLanguage: string, rest: Partial<SynthesisRequest>, expected: string[]]>([
  ['Hello there.', 'en-US', {}, ['en-US']],
  ['Hello there.', 'en-US', { language: 'ja' }, ['ja']],
  ['Hello there.', 'ja', {}, ['en-US']],
  ['こんにちは。', 'en-US', {}, ['ja']],
  ['Hello there.\n\nこんにちは。\n\nAnd so on.\n\nПривет!', 'en-GB', {}, ['en-GB', 'ja', 'ru']],
  ['The word 東京 is a name in this sentence.', 'en-GB', {}, ['en-GB']],
  ['[...]', 'en-US', { language: 'ja' }, []],
  // What is said as one is not cut at its comma.
  ['He says 東京、大阪 to me, my friend.', 'en-US', { spans: [given(8, 13)] }, ['en-US']],
])('%s, in %s, with %j: %j', (text, voiceLanguage, rest, expected) => {
  expect([...new Set(languagesAsked({ text, voice: 'v', ...rest }, voiceLanguage))]).toEqual(expected);
});

test('a unit is read when its language is asked for', () => {
  const text = 'こんにちは。\n\nHello there. '.repeat(100_000);
  const startMs = performance.now();
  expect(languagesAsked({ text, voice: 'v' }, 'en-US').next().value).toBe('ja');
  expect(performance.now() - startMs).toBeLessThan(500);
});

function given(startOffset: number, endOffset: number) {
  return { startOffset, endOffset, prosody: {}, phonemes: 'x' };
}
