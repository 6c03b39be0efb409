import { expect, test } from 'vitest';
import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { voiceActivityFrameSamples } from '../../server/src/recognition/vad/voiceActivityDetector.ts';
import { engineLanes, type Caller } from '../../server/src/scheduling/engineLanes.ts';
import { createScheduledRecognizer } from '../../server/src/scheduling/scheduledRecognizer.ts';
import { createScheduledSynthesizer } from '../../server/src/scheduling/scheduledSynthesizer.ts';
import { createScheduledVoiceActivity } from '../../server/src/scheduling/scheduledVoiceActivity.ts';
import { createScheduler } from '../../server/src/scheduling/scheduler.ts';
import { speak } from '../../server/src/synthesis/pipeline.ts';
import { createFakeVoiceActivity } from '../recognition/fakeVoiceActivity.ts';
import { createFakeSynthesizer } from '../synthesis/fakeSynthesizer.ts';
import { never } from '../support/never.ts';

const book: Caller = { owner: 'book', priority: 'book' };
const reader: Caller = { owner: 'reader', priority: 'interactive' };
const createEngineScheduler = () => createScheduler({ lanes: engineLanes, nowMs: () => performance.now() });

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('a text that is read aloud interrupts a book between two utterances, and no utterance of the book cuts it', async () => {
  const said: string[] = [];
  const synthesizer = createFakeSynthesizer({
    async beforeSpeaking({ text }) {
      said.push(text.trim());
      await turn();
    },
  });
  const scheduler = createEngineScheduler();
  const speakAll = async (caller: Caller, text: string) => {
    const scheduled = createScheduledSynthesizer(synthesizer, scheduler, caller);
    const chunks = speak(scheduled, { text, voice: 'any' }, never);
    while ((await chunks.next()).done !== true);
  };
  const sentence = (name: string) => `${name} is a sentence that is long enough to be said alone.`;
  const bookText = ['Able', 'Baker', 'Charlie'].map(sentence);
  const readText = ['Easy', 'Fox', 'George'].map(sentence);
  const whole = speakAll(book, bookText.join(' '));
  while (said.length < 2) await turn();
  await speakAll(reader, readText.join(' '));
  const saidMeanwhile = said.length;
  await whole;
  const names = said.map((text) => text.slice(0, text.indexOf(' ')));
  expect(names).toEqual(['Able', 'Baker', 'Easy', 'Fox', 'George', 'Charlie']);
  expect(saidMeanwhile).toBe(5);
});

test('voice activity does not wait for a long utterance', async () => {
  const scheduler = createEngineScheduler();
  const controller = new AbortController();
  const recognizer = createScheduledRecognizer(
    {
      description: { engine: 'any', model: 'any', provider: 'cpu', languages: [], maxUtteranceMs: 30_000 },
      recognize: () => new Promise(() => undefined),
      dispose: () => Promise.resolve(),
    },
    scheduler,
    book,
  );
  const long = recognizer.recognize(new Float32Array(1), {}, controller.signal);
  const detector = createScheduledVoiceActivity(createFakeVoiceActivity(), scheduler, reader);
  const { probabilities } = await detector.detect(
    new Float32Array(voiceActivityFrameSamples).fill(1),
    null,
    never,
  );
  expect(probabilities).toEqual(Float32Array.of(1));
  controller.abort(new Error('stopped'));
  await expect(long).rejects.toThrow('stopped');
});

test('segments of a long recording are heard side by side, and an utterance that wants all threads alone', async () => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const recognizer = createScheduledRecognizer(
    {
      description: {
        engine: 'any',
        model: 'any',
        provider: 'cpu',
        languages: [],
        maxUtteranceMs: 30_000,
        sideBySideCount: 2,
      },
      recognize: (_samples, { language = '' }) => {
        begun.push(language);
        return new Promise((resolve) => {
          ends.push(() => {
            resolve(unknownUtterance);
          });
        });
      },
      dispose: () => Promise.resolve(),
    },
    createEngineScheduler(),
    book,
  );
  for (const [language, isOneOfMany] of [
    ['a', true],
    ['b', true],
    ['c', false],
    ['d', true],
  ] as const)
    void recognizer.recognize(new Float32Array(1), { language, isOneOfMany }, never);
  const endAll = async (): Promise<void> => {
    for (const end of ends.splice(0)) end();
    for (let turns = 0; turns < 4; turns += 1) await turn();
  };
  expect(begun).toEqual(['a', 'b']);
  await endAll();
  expect(begun).toEqual(['a', 'b', 'c']);
  await endAll();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
});
