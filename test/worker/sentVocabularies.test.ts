import { expect, test } from 'vitest';
import type { RecognitionOptions } from '../../protocol/recognition.ts';
import type { Recognizer } from '../../server/src/recognition/recognizer.ts';
import { createEngineHost } from '../../server/src/worker/engineHost.ts';
import { createHostedEngines } from '../../server/src/worker/hostedEngines.ts';
import { createVocabularySender, createVocabularyShelf } from '../../server/src/worker/sentVocabularies.ts';
import type { SentVocabulary } from '../../server/src/worker/workerMessages.ts';
import { createFakeRecognizer } from '../recognition/dictation/fakeRecognizer.ts';
import { utteranceOf } from '../recognition/vocabulary/corrector.ts';
import { never } from '../support/never.ts';

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

test('a recognizer behind the border gets the vocabulary of each call, and the same list each time', async () => {
  const asked: RecognitionOptions[] = [];
  const recognizer: Recognizer = {
    ...createFakeRecognizer(() => 'heard'),
    recognize(_samples, options) {
      asked.push(options);
      return Promise.resolve(utteranceOf('heard'));
    },
  };
  const unused = () => Promise.reject(new Error('not asked for'));
  const host = createEngineHost({
    openRecognizer: () => Promise.resolve(recognizer),
    openSynthesizer: unused,
    openVoiceActivity: unused,
    prepare: unused,
    enrollClips: unused,
  });
  const engines = createHostedEngines({
    call: (method, params, signal) => host[method](structuredClone(params), signal),
    dispose: () => Promise.resolve(),
  });
  const hosted = await engines.openRecognizer({ engine: 'fake', provider: 'cpu' }, never);
  const vocabulary = ['Siobhán'];
  for (const options of [{ vocabulary, language: 'en' }, {}, { vocabulary: [] }, { vocabulary }]) {
    await hosted.recognize(new Float32Array(1), options, never);
  }
  expect(asked).toEqual([{ vocabulary, language: 'en' }, {}, {}, { vocabulary }]);
  expect(asked[3]?.vocabulary).toBe(asked[0]?.vocabulary);
});
