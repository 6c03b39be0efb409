import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/script/formatting/applyEdits.ts';
import { formatEdits } from '../../../server/src/script/formatting/formatEdits.ts';
import { formatScript } from '../../../server/src/script/formatting/formatScript.ts';
import { parseScript } from '../../../server/src/script/parsing/parseScript.ts';

const includedSpeakers = ['MARA', 'TOM', '美咲'];

describe('formatScript', () => {
  test.each<readonly [name: string, source: string, expected: string]>([
    ['nothing', '', ''],
    ['empty lines alone', '\n \n\n', ''],
    ['a last line without its end', 'Words.', 'Words.\n'],
    ['empty lines at both ends', '\n\nWords.\n\n\n', 'Words.\n'],
    ['spaces at ends of lines', 'One  \ntwo\t \n', 'One\ntwo\n'],
    ['many empty lines', 'One.\n\n \n\nTwo.\n', 'One.\n\nTwo.\n'],
    ['headings', '#   One\n##  Two  \nText.\n', '# One\n\n## Two\n\nText.\n'],
    ['an empty heading', '#  \n', '#\n'],
    ['an indented heading', '  # One\n', '# One\n'],
    ['lines of a dialogue, which may touch', 'MARA: Hi.\nTOM: Ho.\n', 'MARA: Hi.\nTOM: Ho.\n'],
    ['lines of a dialogue, which may be apart', 'MARA: Hi.\n\n\nTOM: Ho.\n', 'MARA: Hi.\n\nTOM: Ho.\n'],
    ['narration beside dialogue', 'He came.\nMARA: Hi.\n', 'He came.\n\nMARA: Hi.\n'],
    ['the space around a colon', 'MARA  :Hi.\nTOM:    Ho.\n', 'MARA: Hi.\nTOM: Ho.\n'],
    ['a name alone', 'MARA:  \n', 'MARA:\n'],
    ['a line that goes on below the name', 'MARA:  \nHi.\n', 'MARA:\nHi.\n'],
    ['a wide colon', '美咲：こんにちは。\n', '美咲：こんにちは。\n'],
    [
      'a direction',
      'MARA:(angry   0.8,sad , "like  a man" )Hi.\n',
      'MARA: (angry 0.8, sad, "like  a man") Hi.\n',
    ],
    ['a direction of narration', '(calm,slow)   The wind.\n', '(calm, slow) The wind.\n'],
    ['parentheses that are text', 'MARA:  (not  one)  Hi.\n', 'MARA: (not  one)  Hi.\n'],
    ['tags at a point', 'A [pause   500ms ] b [ breath].\n', 'A [pause 500ms] b [ breath].\n'],
    ['quotes that are not needed', '[sound "door.wav" gain="-6dB"]\n', '[sound door.wav gain=-6dB]\n'],
    ['quotes that are needed', "[sound 'the door.wav']\n", '[sound "the door.wav"]\n'],
    ['attributes', "<say rate = slow  emotion='sad' >x</say >\n", '<say rate="slow" emotion="sad">x</say>\n'],
    ['quotes inside of quotes', `<say alias='"x"'>x</say>\n`, `<say alias='"x"'>x</say>\n`],
    ['a tag with what is not understood', '<say  rate=slow  5>x</say>\n', '<say  rate=slow  5>x</say>\n'],
    ['a tag over two lines', '<say\n rate=slow>x</say>\n', '<say\n rate=slow>x</say>\n'],
    ['asterisks', '**a**  *b*\n', '**a**  *b*\n'],
    ['comments', '<!--  a  \n\n\n b -->\nX <!--  c  --> y\n', '<!--  a  \n\n\n b -->\nX <!--  c  --> y\n'],
    ['a comment that never closes', 'A.\n\n<!-- b  \n\n\nc', 'A.\n\n<!-- b  \n\n\nc'],
    ['scene breaks', 'A.\n----  \nB.\n', 'A.\n\n----\n\nB.\n'],
    ['hyphens that would open a front matter', '\n---\nA.\n---\n', '\n---\n\nA.\n\n---\n'],
    ['cues', 'A.\n[sound a.wav]\n[pause 1s]\nB.\n', 'A.\n\n[sound a.wav]\n[pause 1s]\n\nB.\n'],
    [
      'front matter',
      '---\ntitle: A  \n\ncast: {}\n---\nWords.\n',
      '---\ntitle: A\n\ncast: {}\n---\n\nWords.\n',
    ],
    ['front matter that never closes', '---\ntitle: A  \n\n\nx', '---\ntitle: A  \n\n\nx'],
    ['text of many lines in front matter', '---\ntitle: |\n  A  \n---\n', '---\ntitle: |\n  A  \n---\n'],
    ['Windows line ends', 'One.\r\n\r\n\r\nTwo.  \r\n# A\r\nB', 'One.\r\n\r\nTwo.\r\n\r\n# A\r\n\r\nB\r\n'],
    ['old line ends', 'One.\r# A\rB', 'One.\r\r# A\r\rB\r'],
    ['a byte order mark', '\uFEFFOne.  \n', '\uFEFFOne.\n'],
    ['indented paragraphs', '\u3000One.\n\n  Two.\n', '\u3000One.\n\n  Two.\n'],
  ])('%s', (_name, source, expected) => {
    const format = (text: string) => formatScript(parseScript(text, { includedSpeakers }));
    expect(format(source)).toBe(expected);
    expect(format(expected)).toBe(expected);
  });
});

describe('formatEdits', () => {
  const source = '#  One\n\n\nA  \n\n\n#  Two\n\n\nB  \n';
  test.each([
    ['all', undefined, '# One\n\nA\n\n# Two\n\nB\n'],
    ['the first line', { startOffset: 0, endOffset: 3 }, '# One\n\n\nA  \n\n\n#  Two\n\n\nB  \n'],
    ['from the second to the third', { startOffset: 9, endOffset: 16 }, '#  One\n\n\nA\n\n# Two\n\n\nB  \n'],
  ])('of %s', (_name, range, expected) => {
    expect(applyEdits(source, formatEdits(parseScript(source), range))).toBe(expected);
  });

  test('touch nothing else', () => {
    expect(formatEdits(parseScript('A  \nb\n\n\nc\n'))).toEqual([
      { startOffset: 1, endOffset: 3, text: '' },
      { startOffset: 6, endOffset: 8, text: '\n' },
    ]);
  });
});
