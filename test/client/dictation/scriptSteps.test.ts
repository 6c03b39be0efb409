import { expect, test } from 'vitest';
import { scriptSteps, speakersOf } from '../../../client/src/dictation/scriptSteps.ts';

const speakers = ['MARA', 'OLD TOM'];

test.each([
  ['What a day!', '', [{ kind: 'text', text: 'What a day!' }]],
  ['What a day!', 'He said. ', [{ kind: 'text', text: 'What a day!' }]],
  ['(happy) What a day! [laughter]', '', [{ kind: 'text', text: '(happy) What a day! [laughter]' }]],
  ['(happy) What a day!', 'So. ', [{ kind: 'newParagraph' }, { kind: 'text', text: '(happy) What a day!' }]],
  ['(happy) Go on.', '(happy) What a day! ', [{ kind: 'text', text: 'Go on.' }]],
  ['(happy) Go on.', 'MARA: (happy) What a day!', [{ kind: 'text', text: 'Go on.' }]],
  ['So be it.', '(happy) What a day! ', [{ kind: 'newParagraph' }, { kind: 'text', text: 'So be it.' }]],
  ['So be it.', 'MARA: What a day! ', [{ kind: 'text', text: 'So be it.' }]],
  ['As Mara, come in.', '', [{ kind: 'text', text: 'MARA: Come in.' }]],
  ['(sad) As old Tom. no.', 'x', [{ kind: 'newParagraph' }, { kind: 'text', text: 'OLD TOM: (sad) No.' }]],
  ['As Marathon runners do.', '', [{ kind: 'text', text: 'As Marathon runners do.' }]],
  ['As Mara', '', [{ kind: 'text', text: 'MARA:' }]],
])('%j behind %j', (paragraph, lineBefore, expected) => {
  expect(scriptSteps(paragraph, { lineBefore, speakers })).toEqual(expected);
});

test('who speaks is named by the cast and by lines', () => {
  const script =
    '---\ntitle: A\ncast:\n  MARA: { voice: bf_emma }\n---\n\nOLD TOM: So.\n\nNote: this is text.\n';
  expect(speakersOf(script)).toEqual(['MARA', 'OLD TOM']);
});
