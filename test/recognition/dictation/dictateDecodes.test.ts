import { expect, test } from 'vitest';
import { SpeechError } from '../../../protocol/errors.ts';
import { countedWords, createFakeRecognizer } from './fakeRecognizer.ts';
import { type Part } from './recording.ts';
import { dictated, finals, kinds } from './dictated.ts';

test('a slow recognizer is asked less often, one call at a time', async () => {
  let runningCount = 0;
  const callsIn = async (takesMs: number) => {
    const recognizer = createFakeRecognizer(async (soundMs) => {
      runningCount += 1;
      expect(runningCount).toBe(1);
      await Promise.resolve();
      runningCount -= 1;
      return countedWords(soundMs);
    });
    await dictated({ parts: [['speech', 10]], recognizer, takesMs: () => takesMs });
    return recognizer.calls.length;
  };
  expect(await callsIn(20)).toBeGreaterThan(35);
  expect(await callsIn(500)).toBeLessThanOrEqual(11);
  expect(await callsIn(2000)).toBeLessThanOrEqual(4);
});

test('long speech is cut without an end of speech between', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  const told = await dictated({
    parts: [
      ['speech', 40],
      ['silence', 1],
    ],
    recognizer,
    takesMs: () => 300,
  });
  expect(kinds(told)).toMatch(/^speechStart (partial |final )+speechEnd$/);
  const segments = finals(told).map(({ segment }) => segment);
  expect(segments.length).toBeGreaterThanOrEqual(3);
  segments.slice(1).forEach(({ startMs }, index) => {
    expect(startMs).toBe(segments[index]?.endMs);
  });
  for (const { soundMs } of recognizer.calls) expect(soundMs).toBeLessThanOrEqual(15_008);
});

test('no call is longer than the recognizer takes', async () => {
  const recognizer = createFakeRecognizer(countedWords, 4000);
  await dictated({
    parts: [
      ['speech', 10],
      ['silence', 1],
    ],
    recognizer,
  });
  expect(Math.max(...recognizer.calls.map(({ soundMs }) => soundMs))).toBeLessThanOrEqual(4000);
});

test('the final text keeps committed words, and has word times only where they are its own', async () => {
  const recognizer = createFakeRecognizer((soundMs) =>
    soundMs < 6200 ? 'one two three four' : 'Won two three for five.',
  );
  const [final] = finals(
    await dictated({
      parts: [
        ['speech', 6],
        ['silence', 1],
      ],
      recognizer,
    }),
  );
  expect(final?.segment).toMatchObject({ text: 'one two three for five.', words: null });
});

test('partial decodes are told the language once enough was heard of it, anew for each utterance', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  const parts: Part[] = [
    ['speech', 3],
    ['silence', 1],
    ['speech', 3],
    ['silence', 1],
  ];
  await dictated({ parts, recognizer, options: { inverseTextNormalization: false } });
  const told = recognizer.calls.map(({ options }) => `${options.language ?? 'open'} `);
  expect(told.join('')).toMatch(/^((open ){4,}(en ){4,}open ){2}$/);
  expect(recognizer.calls.every(({ options }) => options.inverseTextNormalization === false)).toBe(true);
});

test('a language that was asked for stays', async () => {
  const recognizer = createFakeRecognizer(countedWords);
  await dictated({ parts: [['speech', 3]], recognizer, options: { language: 'ko' } });
  expect(new Set(recognizer.calls.map(({ options }) => options.language))).toEqual(new Set(['ko']));
});

test('a partial decode that the engine refuses is left out', async () => {
  const refusals = { busy: true, engineFailed: true, languageUnsupported: false } as const;
  for (const [code, isPassing] of Object.entries(refusals)) {
    const refusal = new SpeechError(code as keyof typeof refusals, { message: 'No.', hint: 'Wait.' });
    const recognizer = createFakeRecognizer((_soundMs, callIndex) =>
      callIndex < 2 ? Promise.reject(refusal) : 'word',
    );
    const telling = dictated({
      parts: [
        ['speech', 2],
        ['silence', 1],
      ],
      recognizer,
    });
    if (isPassing) expect(finals(await telling)).toHaveLength(1);
    else await expect(telling).rejects.toBe(refusal);
  }
});

test('speech goes on while a slow recognizer is behind', async () => {
  const parts: Part[] = [
    ['speech', 1],
    ['silence', 0.8],
    ['speech', 1],
    ['silence', 0.8],
    ['speech', 1],
  ];
  const recognizer = createFakeRecognizer(() => 'word');
  const told = await dictated({ parts, recognizer, takesMs: () => 3000 });
  expect(kinds(told).replaceAll('partial ', '')).toBe(Array(3).fill('speechStart final speechEnd').join(' '));
});
