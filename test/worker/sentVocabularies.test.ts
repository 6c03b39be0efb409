import { expect, test } from 'vitest';
import { createVocabularySender, createVocabularyShelf } from '../../server/src/worker/sentVocabularies.ts';
import type { SentVocabulary } from '../../server/src/worker/workerMessages.ts';

/** A worker that tells which list it was given, and null where it has none. */
function createBorder() {
  const sent: SentVocabulary[] = [];
  let shelf = createVocabularyShelf();
  return {
    sent,
    forget: () => (shelf = createVocabularyShelf()),
    call: (vocabulary: SentVocabulary) => {
      sent.push(vocabulary);
      return Promise.resolve(shelf.find(vocabulary));
    },
  };
}

const phrases = ['Siobhán', 'getUserMedia'];

test('a list crosses the border once, however often it is used', async () => {
  const border = createBorder();
  const send = createVocabularySender();
  const lists = [await send(phrases, border.call), await send(phrases, border.call)];
  expect(lists[0]).toEqual(phrases);
  expect(lists[1]).toBe(lists[0]);
  expect(border.sent.map((vocabulary) => vocabulary.phrases !== undefined)).toEqual([true, false]);
});

test('lists of the same content are the same list there, and others are not', async () => {
  const border = createBorder();
  const send = createVocabularySender();
  const first = await send(phrases, border.call);
  expect(await send([...phrases], border.call)).toBe(first);
  expect(await send(['Siobhán getUserMedia'], border.call)).toEqual(['Siobhán getUserMedia']);
});

test('a worker that has lost it gets it again', async () => {
  const border = createBorder();
  const send = createVocabularySender();
  await send(phrases, border.call);
  border.forget();
  expect(await send(phrases, border.call)).toEqual(phrases);
  expect(border.sent.map((vocabulary) => vocabulary.phrases !== undefined)).toEqual([true, false, true]);
});

test('of many lists those used last are kept', () => {
  const shelf = createVocabularyShelf();
  const names = Array.from({ length: 9 }, (_unused, index) => `list ${index}`);
  for (const id of names.slice(0, 8)) shelf.find({ id, phrases: [id] });
  shelf.find({ id: 'list 0' });
  shelf.find({ id: 'list 8', phrases: ['list 8'] });
  expect(names.map((id) => shelf.find({ id }) !== null)).toEqual([
    true,
    false,
    ...Array<boolean>(7).fill(true),
  ]);
});
