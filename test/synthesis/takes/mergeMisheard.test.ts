import { expect, test } from 'vitest';
import { mergeMisheard } from '../../../server/src/synthesis/takes/mergeMisheard.ts';

const words = ['wind', 'came', 'first'];

/** `wind0.5`: with half of its letters wrong. */
function hearing(...wrong: readonly string[]) {
  return {
    misheard: wrong.map((part) => {
      const { word = '', rate } = /^(?<word>[a-z]+)(?<rate>.+)$/.exec(part)?.groups ?? {};
      const startOffset = words.indexOf(word) * 10;
      return { startOffset, endOffset: startOffset + word.length, letterErrorRate: Number(rate) };
    }),
  };
}

test.each([
  ['a word that is misheard without noise', [hearing('wind0.6'), hearing(), hearing()], ['wind0.2']],
  [
    'a word that is misheard in most hearings',
    [hearing(), hearing('wind0.6'), hearing('wind0.3')],
    ['wind0.3'],
  ],
  ['no word that is misheard in the most noise only', [hearing(), hearing(), hearing('wind1')], []],
  [
    'no word that is misheard in half of the hearings',
    [hearing(), hearing('wind0.6'), hearing('wind0.6'), hearing()],
    [],
  ],
  [
    'words in the order of the text',
    [hearing('first0.3'), hearing('came0.3', 'first0.6'), hearing('came0.6')],
    ['came0.3', 'first0.3'],
  ],
  ['one hearing as it is', [hearing('wind0.5', 'first1')], ['wind0.5', 'first1']],
  ['nothing of nothing', [hearing()], []],
])('%s', (_name, hearings, expected) => {
  const merged = mergeMisheard(hearings).map(
    ({ startOffset, letterErrorRate }) =>
      `${words[startOffset / 10] ?? ''}${Number(letterErrorRate.toFixed(6))}`,
  );
  expect(merged).toEqual(expected);
});
