import { expect, test } from 'vitest';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { createVocabularyCorrector } from '../../../server/src/recognition/vocabulary/vocabularyRecognizer.ts';
import { createFakeRecognizer } from '../dictation/fakeRecognizer.ts';
import { recording } from '../dictation/recording.ts';
import { createFakeVoiceActivity } from '../fakeVoiceActivity.ts';
import { never } from '../../support/never.ts';
import { dictateSimulated } from '../../support/simulatedDictation.ts';
import { sources } from './corrector.ts';

const sound = new Float32Array(16_000);

test('what any recognizer hears is written as the vocabulary says', async () => {
  const correct = createVocabularyCorrector(() => Promise.resolve(sources));
  const recognizer = correct(createFakeRecognizer(() => 'We run cube or netties.'));
  const heard = async (options: RecognitionOptions) =>
    (await recognizer.recognize(sound, options, never)).text;
  expect(await heard({ vocabulary: ['Kubernetes'] })).toBe('We run Kubernetes.');
  expect(await heard({ vocabulary: [] })).toBe('We run cube or netties.');
  expect(await heard({})).toBe('We run cube or netties.');
});

test('the dictionaries are loaded for the first vocabulary only, and again where that failed', async () => {
  let loadCount = 0;
  const correct = createVocabularyCorrector(() => {
    loadCount += 1;
    return loadCount === 1 ? Promise.reject(new Error('no disk')) : Promise.resolve(sources);
  });
  const recognizer = correct(createFakeRecognizer(() => 'Siobhan'));
  const hear = (options: RecognitionOptions) => recognizer.recognize(sound, options, never);
  await hear({});
  expect(loadCount).toBe(0);
  const vocabulary = ['Siobhán'];
  await expect(hear({ vocabulary })).rejects.toThrow('no disk');
  await hear({ vocabulary });
  await hear({ vocabulary });
  await hear({ vocabulary: ['Kubernetes'] });
  expect(loadCount).toBe(2);
});

test('an abort while the index is built is answered at once, and the next call has the index', async () => {
  const correct = createVocabularyCorrector(() => Promise.resolve(sources));
  const recognizer = correct(createFakeRecognizer(() => 'Call Coobernettys.'));
  const vocabulary = [
    ...Array.from({ length: 20_000 }, (_unused, index) => `word${index}Zebra`),
    'Kubernetes',
  ];
  const controller = new AbortController();
  const hearing = recognizer.recognize(sound, { vocabulary }, controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const startMs = performance.now();
  controller.abort(new Error('the user stopped'));
  await expect(hearing).rejects.toThrow('the user stopped');
  expect(performance.now() - startMs).toBeLessThan(100);
  expect((await recognizer.recognize(sound, { vocabulary }, never)).text).toBe('Call Kubernetes.');
});

test('dictation commits corrected words and never takes one back', async () => {
  const said = 'we run cube or netties and call get user media when a stream begins and then it ends'.split(
    ' ',
  );
  const correct = createVocabularyCorrector(() => Promise.resolve(sources));
  const recognizer = correct(
    createFakeRecognizer((soundMs) => said.slice(0, Math.max(1, Math.floor(soundMs / 500))).join(' ')),
  );
  const options = { vocabulary: ['Kubernetes', 'getUserMedia', 'getUser'] };
  const voiceActivity = createFakeVoiceActivity();
  const heard = await dictateSimulated(recording(['speech', 9]), { recognizer, voiceActivity, options });
  expect(heard.text).toBe('we run Kubernetes and call getUserMedia when a stream begins and then it ends');
  expect(heard.offlineText).toBe(heard.text);
  const partials = heard.events.filter((event) => event.kind === 'partial');
  expect(partials.at(-1)?.committedText).toContain('we run Kubernetes and call');
});
