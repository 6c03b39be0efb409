import { expect, test } from 'vitest';
import { toSteps, toTentative } from '../../../client/src/dictation/spokenSteps.ts';
import { writtenSteps } from '../../../client/src/dictation/writtenSteps.ts';

const options = { hasSpokenCommands: true, hasSpokenPunctuation: true };

/** What stands in `⟨⟩` is a replacement. */
function heardOf(marked: string) {
  const replaced: { start: number; end: number }[] = [];
  let text = '';
  for (const [index, piece] of marked.split(/[⟨⟩]/u).entries()) {
    if (index % 2 === 1) replaced.push({ start: text.length, end: text.length + piece.length });
    text += piece;
  }
  return { text, replaced };
}

/** `|` is the cursor. */
test.each([
  // Its case, its marks and its spaces stay.
  ['We use |', '⟨My⟩ words.', 'We use My words.|'],
  ['We use |', 'My words.', 'We use my words.|'],
  ['We say | now', '⟨etc.⟩', 'We say etc.| now'],
  ['const f = |', '⟨() => ⟩', 'const f = () => |'],
  ['const f = () => |', 'x.', 'const f = () => x.|'],
  ['Hello|', '⟨\nJane⟩', 'Hello\nJane|'],
  // In it no commands and no marks are looked for.
  ['|', '⟨new line⟩', 'new line|'],
  ['|', 'Say ⟨comma⟩ twice.', 'Say comma twice.|'],
  ['|', 'One comma ⟨two⟩ new line', 'One, two\n|'],
  ['|', 'New line. ⟨eBay⟩ sells.', '\neBay sells.|'],
  ['|', '⟨scratch that⟩', 'scratch that|'],
  // A mark goes where a mark goes; what only begins with one does not.
  ['One.|', '⟨,⟩ two', 'One, two|'],
  ['One.|', '⟨.gitignore⟩ too', 'One. .gitignore too|'],
  ['Well.|', '⟨:)⟩', 'Well. :)|'],
  ['Write (|', '⟨)⟩', 'Write ()|'],
])('%j with %j is %j', (place, marked, expected) => {
  const [before = '', after = ''] = place.split('|');
  const steps = toSteps(heardOf(marked), options);
  const { text, replacedCount } = writtenSteps(steps, { before, after, lineEnd: '\n' });
  expect(`${before.slice(0, before.length - replacedCount)}${text}|${after}`).toBe(expected);
});

test('what may change is shown as it would be written', () => {
  expect(toTentative(heardOf('⟨My⟩ comma list'), true)).toMatchObject({
    text: 'My, list',
    startsAsGiven: true,
    endsAsGiven: false,
  });
});
