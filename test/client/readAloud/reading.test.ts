import { expect, test } from 'vitest';
import { passageLength, wholeLength } from '../../../client/src/readAloud/passage.ts';
import { startReading, type Reading, type ReadingRequest } from '../../../client/src/readAloud/reading.ts';
import { nothingElse, wholePart, type PartOrder } from '../../../client/src/readAloud/sourceText.ts';
import { createEditedText, type EditedText } from './editedText.ts';
import { createReadingDaemon, type ReadingDaemon } from './readingDaemon.ts';

interface Setup {
  readonly daemon: ReadingDaemon;
  readonly reading: Reading<EditedText>;
  /** Words and sentences as they are in the text when they are told. */
  readonly shown: string[];
}

function read(
  source: EditedText,
  request: Partial<ReadingRequest<EditedText>> & { readonly at?: number } = {},
): Setup {
  const daemon = createReadingDaemon();
  const shown: string[] = [];
  const { at = 0, ...rest } = request;
  const reading = startReading(
    daemon.connection,
    {
      from: { part: wholePart(source), offset: at },
      order: nothingElse,
      voice: 'v',
      takeCount: 1,
      speed: 1,
      ...rest,
    },
    {
      onWord: (text, word, sentence) =>
        shown.push(
          `${text.slice(word.startOffset, word.endOffset)} | ${text.slice(sentence.startOffset, sentence.endOffset)}`,
        ),
      onState: () => undefined,
      onReplacedVoice: (text, { voice, place, spokenBy }) => {
        const named = place === null ? null : text.slice(place.startOffset, place.endOffset);
        shown.push(`${spokenBy} for ${voice} | ${named} at ${place?.startOffset}`);
      },
    },
  );
  return { daemon, reading, shown };
}

const document =
  'First one. Second two.\n\n```\ncode a\ncode b\n\ncode c\n```\n\nThird three. Fourth four.\n';

test('words are told with their sentences', async () => {
  const { daemon, reading, shown } = read(createEditedText(document, 'markdown'));
  daemon.hear('two');
  daemon.hear('Third');
  daemon.end();
  await reading.done;
  expect(shown).toEqual(['two | Second two.', 'Third | Third three.']);
});

test('marks stay with their words while the text is edited', async () => {
  const source = createEditedText(document, 'markdown');
  const { daemon, reading, shown } = read(source);
  source.edit(0, 0, 'A new beginning.\n\n');
  daemon.hear('First');
  source.edit(source.text().indexOf('two'), 3, '2');
  daemon.hear('two');
  daemon.hear('Third');
  daemon.end();
  await reading.done;
  expect(shown).toEqual(['First | First one.', 'Third | Third three.']);
});

test.each<[heard: string, to: 'next' | 'previous', expected: string]>([
  ['one', 'next', 'Second'],
  // The word that is heard there is the one behind the code.
  ['two', 'next', 'Third'],
  ['three', 'next', 'Fourth'],
  ['Fourth', 'previous', 'Third'],
  ['three', 'previous', 'Second'],
  ['two', 'previous', 'First'],
  ['one', 'previous', 'First'],
])('from "%s" to the %s sentence is "%s"', async (heard, to, expected) => {
  const { daemon, reading } = read(createEditedText(document, 'markdown'));
  daemon.hear(heard);
  await reading.moveTo(to);
  expect(daemon.next()).toBe(expected);
});

test('before the place where reading began is more of the text', async () => {
  const { daemon, reading } = read(createEditedText(document, 'markdown'), { at: document.indexOf('three') });
  daemon.hear('three');
  await reading.moveTo('previous');
  // What is before it is silent, so it goes further back until something is heard.
  await daemon.started(2);
  daemon.hear('Third');
  await daemon.started(3);
  expect(daemon.next()).toBe('First');
});

test('a selection is not left', async () => {
  const source = createEditedText(document, 'markdown');
  const startOffset = document.indexOf('Second');
  const part = { source, startOffset, endOffset: startOffset + 11 };
  const { daemon, reading } = read(source, { from: { part, offset: startOffset } });
  daemon.hear('two');
  await reading.moveTo('previous');
  await reading.moveTo('next');
  expect([daemon.requests.length, daemon.next()]).toEqual([1, 'Second']);
});

test('a long text is read in passages that join, as it is when each begins', async () => {
  const paragraph = `${'word '.repeat(40)}\n\n`;
  const long = paragraph.repeat(2500);
  const source = createEditedText(long, 'plaintext');
  const { daemon, reading } = read(source, { at: long.length - 250_000 });
  let readText = '';
  for (const count of [1, 2, 3]) {
    await daemon.started(count);
    const { text, range } = daemon.last();
    expect(text.length).toBeLessThan(1.2 * passageLength);
    readText += text.slice(range?.startOffset, range?.endOffset);
    if (count === 2) source.edit(source.length(), 0, 'The end.');
    daemon.end();
  }
  await reading.done;
  expect(readText).toBe(`${long.slice(-250_000)}The end.`);
});

test('the next text follows, and the one before is reached by going back, past what is silent', async () => {
  const cells = ['First one.', '```\ncode\n```', 'Third three.'].map((text) =>
    createEditedText(text, 'markdown'),
  );
  const at = (index: number) => (cells[index] === undefined ? null : wholePart(cells[index]));
  const order: PartOrder<EditedText> = {
    before: (source) => at(cells.indexOf(source) - 1),
    after: (source) => at(cells.indexOf(source) + 1),
  };
  const { daemon, reading } = read(cells[0] ?? createEditedText('', 'markdown'), { order });
  daemon.end();
  await daemon.started(2);
  daemon.end();
  await daemon.started(3);
  daemon.hear('three');
  await reading.moveTo('previous');
  await daemon.started(4);
  expect(daemon.last().text).toContain('code');
  daemon.end();
  await daemon.started(5);
  expect(daemon.next()).toBe('First');
});

test('stopped, nothing follows', async () => {
  const source = createEditedText(document, 'markdown');
  const { daemon, reading } = read(source, { order: { before: () => null, after: () => wholePart(source) } });
  reading.stop();
  await reading.done;
  expect(daemon.requests).toHaveLength(1);
});

test('a voice that another speaks for is placed in the source: in the front matter, and in what a long script is cut into', async () => {
  const head = '---\ncast: { M: ghost }\n---\n\n';
  const filler = 'Some words here.\n\n'.repeat(Math.ceil((2 * wholeLength) / 18));
  const source = createEditedText(`${head}${filler}<say voice=spirit>Boo.</say>\n`, 'aloud');
  const { daemon, reading, shown } = read(source, { at: source.length() - 40 });
  expect(daemon.last().text.length).toBeLessThan(wholeLength);
  daemon.replace('ghost');
  daemon.replace('spirit');
  source.edit(0, 0, '\n');
  daemon.replace('spirit');
  source.edit(source.text().indexOf('spirit'), 6, '');
  daemon.replace('spirit');
  daemon.end();
  await reading.done;
  const spiritOffset = head.length + filler.length + '<say voice='.length;
  expect(shown).toEqual([
    `v for ghost | ghost at ${head.indexOf('ghost')}`,
    `v for spirit | spirit at ${spiritOffset}`,
    `v for spirit | spirit at ${spiritOffset + 1}`,
    'v for spirit | null at undefined',
  ]);
});
