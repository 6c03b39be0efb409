import { expect, test } from 'vitest';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { TakeChoice } from '../../../protocol/takes.ts';
import { speak } from '../../../server/src/synthesis/pipeline.ts';
import { speakBestTakes, type TakeEar } from '../../../server/src/synthesis/takes/speakBestTakes.ts';
import { never } from '../../support/never.ts';
import { createFakeSynthesizer, type FakeSynthesizer } from '../fakeSynthesizer.ts';

/** Hears by the number of the sound, counted from 0. */
function createEar(heard: readonly string[]): TakeEar & { readonly lengthsMs: readonly number[] } {
  const lengthsMs: number[] = [];
  return {
    model: 'fake-ear',
    language: 'en',
    lengthsMs,
    hear({ samples, sampleRateHz }) {
      const text = heard[lengthsMs.length] ?? '';
      lengthsMs.push((samples.length * 1000) / sampleRateHz);
      return Promise.resolve({ text, emotion: null });
    },
  };
}

interface Spoken {
  readonly synthesizer: FakeSynthesizer;
  readonly chunks: readonly SynthesisChunk[];
  readonly choices: readonly TakeChoice[];
}

async function speakTakes(request: Partial<SynthesisRequest>, ear: TakeEar, count = 3): Promise<Spoken> {
  const synthesizer = createFakeSynthesizer();
  const choices: TakeChoice[] = [];
  const chunks: SynthesisChunk[] = [];
  const onChosen = (choice: TakeChoice): void => void choices.push(choice);
  const spoken = speakBestTakes(
    { synthesizer, count, ear, onChosen },
    { text: '', voice: 'v', ...request },
    never,
  );
  for await (const chunk of spoken) chunks.push(chunk);
  return { synthesizer, chunks, choices };
}

const one = 'The first of them is here, right in front of the house.';
const two = 'The second of them stands a little further away, behind the barn.';
const text = `${one} ${two}`;

test('each sentence is said until it is heard whole; what is kept is told', async () => {
  const ear = createEar(['The first of them is here', one, two]);
  const { synthesizer, choices } = await speakTakes({ text }, ear);
  expect(
    choices.map(({ text: said, model, takes }) => [said, model, takes.map(({ takeIndex }) => takeIndex)]),
  ).toEqual([
    [one, 'fake-ear', [1, 0]],
    [two, 'fake-ear', [0]],
  ]);
  expect(choices[0]?.takes[1]).toMatchObject({
    heard: 'The first of them is here',
    divergence: { said: 'right in front of the house', heard: '' },
  });
  // The first take has no number, so that it is what is said without takes.
  expect(synthesizer.requests.map(({ takeIndex }) => takeIndex ?? 0)).toEqual([0, 1, 0]);
});

test('without a fault it sounds as without takes, where no sentence is cut', async () => {
  const sentences = ['The first of them is here.', 'The second of them stands behind the barn.'];
  const request = { text: sentences.join(' '), voice: 'v', prosody: { rateFactor: 1.5 } };
  const { synthesizer, chunks } = await speakTakes(request, createEar(sentences));
  const usual: SynthesisChunk[] = [];
  for await (const chunk of speak(createFakeSynthesizer(), request, never)) usual.push(chunk);
  expect(synthesizer.requests).toHaveLength(2);
  expect(chunks).toEqual(usual);
});

test('a sentence is said in one breath, and what is too long for one is heard as one', async () => {
  const sentence =
    'When the ferry had left the quay and the last gulls had gone, we sat down, and nobody spoke.';
  const whole = await speakTakes({ text: sentence }, createEar([sentence]));
  expect(whole.synthesizer.requests.map(({ text: said }) => said)).toEqual([sentence]);

  const clause = 'and the wind blew over the harbor and the hills behind it, ';
  const endless = `${clause.repeat(6)}${one}`;
  const ear = createEar(['nothing', endless]);
  const { synthesizer, choices } = await speakTakes({ text: endless }, ear);
  const texts = synthesizer.requests.map(({ text: said }) => said);
  expect(texts.length).toBeGreaterThan(2);
  expect(texts.join('')).toBe(endless.repeat(2));
  expect(ear.lengthsMs).toHaveLength(2);
  expect(choices.map(({ takes }) => takes[0]?.takeIndex)).toEqual([1]);
});

test('a word that was misheard is retried, by its place in its own unit', async () => {
  const sentence = 'They came. He owns a schnauzer.';
  const ear = createEar([...Array<string>(4).fill('They came. He owns a snow sir.'), sentence]);
  const { synthesizer } = await speakTakes(
    { text: `${one} ${sentence}` },
    { ...ear, hear: hearAfter(one, ear) },
    5,
  );
  expect(
    synthesizer.requests.map(({ text: said, retries }) =>
      retries?.map(({ startOffset, endOffset, tryIndex }) => [said.slice(startOffset, endOffset), tryIndex]),
    ),
  ).toEqual([...Array<undefined>(5).fill(undefined), [['schnauzer', 1]]]);
});

/** Hears the first sound as `first`, the others as `ear` does. */
function hearAfter(first: string, ear: TakeEar): TakeEar['hear'] {
  const sounds: number[] = [];
  return (sound, signal) => {
    sounds.push(sound.samples.length);
    return sounds.length === 1 ? Promise.resolve({ text: first, emotion: null }) : ear.hear(sound, signal);
  };
}

test('what has nothing to say is not heard', async () => {
  const ear = createEar(['Well.']);
  const { choices } = await speakTakes({ text: 'Well.\n\n***\n\n' }, ear);
  expect(choices.map(({ text: said }) => said)).toEqual(['Well.']);
  expect(ear.lengthsMs).toHaveLength(1);
  await expect(speakTakes({ text: ' \n' }, ear)).rejects.toMatchObject({ code: 'invalidInput' });
});

test('a wished emotion that is not heard asks for another take', async () => {
  const emotions = ['sad', 'happy'] as const;
  const heard: string[] = [];
  const ear: TakeEar = {
    model: 'fake-ear',
    language: 'en',
    hear: () => {
      heard.push(one);
      return Promise.resolve({ text: one, emotion: emotions[heard.length - 1] ?? null });
    },
  };
  const { choices } = await speakTakes({ text: one, style: { emotion: 'happy' } }, ear);
  expect(choices[0]?.takes.map(({ takeIndex, hasEmotion }) => [takeIndex, hasEmotion])).toEqual([
    [1, true],
    [0, false],
  ]);
});
