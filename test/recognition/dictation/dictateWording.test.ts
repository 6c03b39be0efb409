import { expect, test } from 'vitest';
import { dictated, finals, partials } from './dictated.ts';
import { createFakeRecognizer } from './fakeRecognizer.ts';

/** Each word takes half a second. */
function speaking(words: string): (soundMs: number) => string {
  const all = words.split(' ');
  return (soundMs) => all.slice(0, Math.floor(soundMs / 500)).join(' ');
}

const options = {
  replacements: [
    { heard: 'the new york office', written: 'NYO' },
    { heard: 'arrow function', written: '() => ' },
  ],
  leaveOutFillers: true,
};

async function tell(words: string, asked = options) {
  const seconds = words.split(' ').length / 2;
  return dictated({
    parts: [
      ['silence', 1],
      ['speech', seconds],
      ['silence', 1],
    ],
    recognizer: createFakeRecognizer(speaking(words)),
    options: asked,
  });
}

test('a replacement is shown as soon as it was said, and nothing that was committed changes', async () => {
  const told = await tell(
    'um we go to the new york office and er write an arrow function there now or so then',
  );
  const [final] = finals(told);
  const shown = partials(told).map(({ committedText, tentativeText }) => committedText + tentativeText);
  expect(shown).toContain('we go to the new york');
  expect(shown).toContain('we go to NYO');
  expect(shown.at(-1)).toContain('we go to NYO and write an () => there');
  expect(final?.segment.text).toBe('we go to NYO and write an () => there now or so then');
  const committed = partials(told).map(({ committedText }) => committedText);
  expect(committed).toContain('we go to NYO and');
  for (const [index, text] of committed.entries()) {
    expect(final?.segment.text.startsWith(text)).toBe(true);
    expect(text.startsWith(committed[index - 1] ?? '')).toBe(true);
  }
});

test('what is a replacement is told', async () => {
  const told = await tell('so the new york office and we then go');
  expect(finals(told)[0]?.segment.replaced).toEqual([{ start: 3, end: 6 }]);
  expect(partials(told).at(-1)?.replaced).toEqual([{ start: 3, end: 6 }]);
});

test('of nothing but fillers nothing is told', async () => {
  const told = await tell('um er uh');
  expect(finals(told)).toEqual([]);
  expect(
    partials(told).filter(({ committedText, tentativeText }) => committedText + tentativeText !== ''),
  ).toEqual([]);
});
