import { describe, expect, it } from 'vitest';
import type { SynthesisChunk, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { catalogVoiceIds } from '../../../server/src/synthesis/engines/kokoro/kokoroVoices.ts';
import { speak } from '../../../server/src/synthesis/pipeline.ts';
import { compareTranscripts } from '../../../server/src/text/wordErrorRate.ts';
import { hear, openKokoro, plainRequest } from '../../support/speechEngines.ts';
import { useSpeechEngines } from '../../support/useSpeechEngines.ts';
import { never } from '../../support/never.ts';

const opened = useSpeechEngines();

async function sayWhole(request: SynthesisRequest) {
  const chunks: SynthesisChunk[] = [];
  for await (const chunk of speak(opened.kokoro, request, never)) chunks.push(chunk);
  return {
    samples: Float32Array.from(chunks.flatMap(({ samples }) => [...samples])),
    words: chunks.flatMap(({ words }) => words),
  };
}

const rmsOf = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

describe('every voice', () => {
  it.each(catalogVoiceIds('kokoro-82m'))('%s says a short English sentence', async (voice) => {
    const { samples, words } = await sayWhole({ text: 'Good morning to you.', voice, language: 'en' });
    expect(samples.every((sample) => Math.abs(sample) < 1)).toBe(true);
    expect(rmsOf(samples)).toBeGreaterThan(0.01);
    expect(Math.abs(samples.reduce((sum, sample) => sum + sample, 0) / samples.length)).toBeLessThan(0.005);
    expect(samples.length / 24).toBeGreaterThan(600);
    expect(samples.length / 24).toBeLessThan(4000);
    expect(words.map(({ text }) => text)).toEqual(['Good', 'morning', 'to', 'you']);
  });
});

describe('what is heard', () => {
  it.each([
    ['af_heart', 'She put the kettle on and watched the rain run down the kitchen window.'],
    ['am_michael', 'There is a narrow path behind the church that leads down to the river.'],
    ['bf_emma', 'On the 3rd of May, the company paid $450 for 12 chairs.'],
    ['bm_george', 'Would you mind closing the door when you leave? It gets cold in here.'],
  ])('is what %s was given', async (voice, text) => {
    const { samples } = await sayWhole({ text, voice });
    const heard = await hear(opened.moonshine, samples, 24_000);
    expect(compareTranscripts(text, heard).editCount, heard).toBeLessThanOrEqual(1);
  });
});

describe('takes', () => {
  it('sound different, each always the same, and all are heard', async () => {
    const text = 'She put the kettle on and watched the rain.';
    const say = async (takeIndex: number) =>
      (await opened.kokoro.synthesize({ ...plainRequest(text, 'af_heart'), takeIndex }, never)).samples;
    const takes: Float32Array[] = [];
    for (const takeIndex of [0, 1, 2, 3, 4]) {
      const samples = await say(takeIndex);
      expect(takes.some((other) => isEqual(other, samples))).toBe(false);
      const heard = await hear(opened.moonshine, samples, 24_000);
      expect(compareTranscripts(text, heard).editCount, heard).toBeLessThanOrEqual(1);
      takes.push(samples);
    }
    expect(isEqual(takes[2] ?? new Float32Array(0), await say(2))).toBe(true);
  });
});

function isEqual(left: Float32Array, right: Float32Array): boolean {
  return left.length === right.length && left.every((sample, index) => sample === right[index]);
}

describe('what cannot be said', () => {
  it.each([
    ['af_heart', '早上好，今天天气很好。', 'languageUnsupported'],
    ['zf_xiaobei', '早上好，今天天气很好。', 'languageUnsupported'],
    ['jf_alpha', 'おはようございます。', 'languageUnsupported'],
    ['af_hart', 'Good morning.', 'unknownVoice'],
  ])('%s: %s', async (voice, text, code) => {
    const chunks = speak(opened.kokoro, { text, voice }, never);
    await expect(chunks.next()).rejects.toMatchObject({ code });
  });

  it('names the voice that was meant', async () => {
    await expect(opened.kokoro.synthesize(plainRequest('Hello.', 'am_micheal'), never)).rejects.toMatchObject(
      {
        hint: expect.stringContaining('am_michael') as string,
      },
    );
  });

  it('gives no sound, and no error, for a clause without words', async () => {
    const { samples } = await opened.kokoro.synthesize(plainRequest('😀 …', 'af_heart'), never);
    expect(samples.length).toBe(0);
  });
});

describe('a paragraph of 60 words', () => {
  it('begins with a fifth of the sound at most, and joins its parts without clicks', async () => {
    const text =
      'The old lighthouse stood at the edge of the cliff, and nobody had climbed its stairs for years. In the ' +
      'spring a young painter moved in with two cats and a piano, which took four strong men a whole day to carry ' +
      'up. She was glad to be alone, for the light over the water was all she needed now.';
    const chunks: Float32Array[] = [];
    for await (const { samples } of speak(opened.kokoro, { text, voice: 'af_heart' }, never))
      chunks.push(samples);
    const total = chunks.reduce((sum, { length }) => sum + length, 0);
    expect((chunks[0]?.length ?? total) / total).toBeLessThan(0.2);
    for (const chunk of chunks) {
      expect(Math.abs(chunk[0] ?? 1)).toBeLessThan(0.002);
      expect(Math.abs(chunk.at(-1) ?? 1)).toBeLessThan(0.002);
    }
  });
});

it('says a word of many letters and a number of many digits', async () => {
  const { samples, words } = await opened.kokoro.synthesize(
    plainRequest(`The number ${'1234567890'.repeat(4)} is long.`, 'af_heart'),
    never,
  );
  expect(samples.length).toBeGreaterThan(24_000 * 5);
  expect(words.at(-1)?.text).toBe('long');
  expect(words.at(-1)?.endMs).toBeLessThanOrEqual(samples.length / 24);
});

it('rejects after it is disposed of', async () => {
  const synthesizer = await openKokoro();
  await synthesizer.dispose();
  await expect(synthesizer.synthesize(plainRequest('Hello.', 'af_heart'), never)).rejects.toMatchObject({
    code: 'engineFailed',
  });
});
