import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TranscriptSegment } from '../../protocol/recognition.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { moonshineEngine } from '../../server/src/recognition/engines/moonshine/moonshineEngine.ts';
import { recognitionSampleRateHz } from '../../server/src/recognition/recognizer.ts';
import { transcribe, type TranscribeTools } from '../../server/src/recognition/transcribe.ts';
import { openSileroDetector } from '../../server/src/recognition/vad/sileroDetector.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { requireInstalledModel } from '../support/installedModels.ts';
import { speakSamples } from '../support/spokenSample.ts';
import { never } from '../support/never.ts';

const sharedFolder = process.env['ALOUD_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const manifest = path.join(sharedFolder, 'data/speech/manifest.json');
const sentences = ['The library opens at nine in the morning.', 'Bring your umbrella, because it may rain.'];
/** In the silence before them Moonshine misses more than half of such words. */
const calls = ['No.', 'Oh, come on.', 'Seven.', 'Not now.', 'Hello.', 'Go on.', 'London.', 'Stop.'];

const silero = await requireInstalledModel('silero-vad');
const moonshine = await requireInstalledModel(moonshineEngine.model);
const tools: TranscribeTools = {
  recognizer: await moonshineEngine.open(moonshine, { provider: 'cpu' }),
  voiceActivity: await openSileroDetector(silero, never),
  options: {},
};
const samples = await speakSamples([...sentences, ...calls]);
const spoken = samples.slice(0, sentences.length);
const called = samples.slice(sentences.length);

afterAll(async () => {
  await tools.recognizer.dispose();
  await tools.voiceActivity.dispose();
});

function silence(seconds: number): Float32Array {
  return new Float32Array(seconds * recognitionSampleRateHz);
}

/** Pseudorandom, the same in every run. */
function noise(seconds: number, amplitude: number): Float32Array {
  let state = 1;
  return silence(seconds).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return amplitude * (state / 2 ** 31 - 1);
  });
}

async function* inChunks(samples: Float32Array): AsyncGenerator<Float32Array> {
  for (let start = 0; start < samples.length; start += 4096) {
    yield await Promise.resolve(samples.slice(start, start + 4096));
  }
}

async function collect(source: AsyncIterable<Float32Array>, signal = never): Promise<TranscriptSegment[]> {
  const segments: TranscriptSegment[] = [];
  for await (const segment of transcribe(source, tools, signal)) segments.push(segment);
  return segments;
}

function toText(segments: readonly TranscriptSegment[]): string {
  return segments.map(({ text }) => text).join(' ');
}

test('sentences apart are segments with their own times', async () => {
  const [first = silence(0), second = silence(0)] = spoken;
  const segments = await collect(inChunks(joinSamples([silence(2), first, silence(3), second, silence(2)])));
  expect(segments).toHaveLength(2);
  expect(compareTranscripts(sentences.join(' '), toText(segments)).editCount).toBeLessThanOrEqual(1);
  const secondStartMs = ((5 * recognitionSampleRateHz + first.length) * 1000) / recognitionSampleRateHz;
  expect(segments[0]?.startMs).toBeGreaterThan(1900);
  expect(segments[0]?.endMs).toBeLessThan(secondStartMs - 2500);
  expect(Math.abs((segments[1]?.startMs ?? 0) - secondStartMs)).toBeLessThan(500);
  for (const { language, confidence, emotion, events, words } of segments) {
    expect({ language, emotion, events, words }).toEqual({
      language: 'en',
      emotion: null,
      events: null,
      words: null,
    });
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThanOrEqual(1);
  }
});

test('silence and noise are no speech, and no error', async () => {
  expect(await collect(inChunks(silence(20)))).toEqual([]);
  expect(await collect(inChunks(noise(20, 0.05)))).toEqual([]);
  expect(await collect(inChunks(silence(0)))).toEqual([]);
});

test('speech is understood through noise', async () => {
  const sound = joinSamples([noise(1, 0.005), ...spoken, noise(1, 0.005)]);
  const hiss = noise(sound.length / recognitionSampleRateHz, 0.005);
  const segments = await collect(inChunks(sound.map((sample, index) => sample + (hiss[index] ?? 0))));
  expect(compareTranscripts(sentences.join(' '), toText(segments)).wordErrorRate).toBeLessThan(0.15);
});

test('what the engine cannot take is refused with the way out', async () => {
  const { recognizer } = tools;
  await expect(recognizer.recognize(silence(1), { language: 'de' }, never)).rejects.toMatchObject({
    code: 'languageUnsupported',
  });
  await expect(recognizer.recognize(silence(31), {}, never)).rejects.toMatchObject({ code: 'inputTooLong' });
  await expect(recognizer.recognize(silence(0.01), { language: 'en-GB' }, never)).resolves.toMatchObject({
    language: 'en',
  });
});

test('an abort ends the transcription at the next step', async () => {
  const controller = new AbortController();
  const sound = joinSamples(Array.from({ length: 8 }, () => [...spoken, silence(1)]).flat());
  const aborted = collect(inChunks(sound), controller.signal);
  const abortedAtMs = new Promise<number>((resolve) => {
    setTimeout(() => {
      controller.abort(new Error('stopped'));
      resolve(performance.now());
    }, 300);
  });
  await expect(aborted).rejects.toThrow('stopped');
  expect(performance.now() - (await abortedAtMs)).toBeLessThan(100);
});

test('a recording of ten minutes takes no more memory than one of a minute', async () => {
  async function* longRecording(minutes: number): AsyncGenerator<Float32Array> {
    const minute = joinSamples([...spoken, noise(50, 0.003)]);
    for (let index = 0; index < minutes; index += 1) yield* inChunks(minute);
  }
  await collect(longRecording(1));
  const beforeBytes = process.memoryUsage.rss();
  expect((await collect(longRecording(10))).length).toBeGreaterThanOrEqual(10);
  expect(process.memoryUsage.rss() - beforeBytes).toBeLessThan(100e6);
});

interface Clip {
  readonly file: string;
  readonly text: string;
}

if (existsSync(manifest)) {
  test('recorded sentences are understood with at most 5 % of their words wrong', async () => {
    let editCount = 0;
    let wordCount = 0;
    for (const clip of JSON.parse(readFileSync(manifest, 'utf8')) as readonly Clip[]) {
      const audio = await openAudioFile(path.join(path.dirname(manifest), clip.file), never);
      const heard = toText(await collect(audio.readMono(recognitionSampleRateHz, never)));
      const comparison = compareTranscripts(clip.text, heard);
      editCount += comparison.editCount;
      wordCount += comparison.referenceWordCount;
    }
    expect(editCount / wordCount).toBeLessThanOrEqual(0.05);
  });
} else {
  test.skip('recorded sentences are understood (needs ../shared/data/speech or ALOUD_SHARED)');
}

test('single words between silences are heard', async () => {
  const sound = joinSamples(called.flatMap((call) => [noise(1.5, 0.001), call]).concat(noise(1, 0.001)));
  const texts = (await collect(inChunks(sound))).map(({ text }) => text).filter((text) => text !== '');
  expect(texts.length, texts.join(' ')).toBeGreaterThanOrEqual(calls.length - 1);
});
