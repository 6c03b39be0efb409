import { afterAll, expect, test } from 'vitest';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { dictateSimulated } from '../support/simulatedDictation.ts';
import { openDictationParts } from '../support/speechEngines.ts';
import { speakSamples } from '../support/spokenSample.ts';

const parts = await openDictationParts();

afterAll(() => parts[Symbol.asyncDispose]());

test('a spoken sentence is dictated word by word', async () => {
  const sentence =
    'Please write that the meeting moves to Thursday afternoon, because the train from Hamburg arrives late.';
  const [samples = new Float32Array(0)] = await speakSamples([sentence]);
  const { text, offlineText, finals, partialCount, firstPartialMs } = await dictateSimulated(samples, parts);
  expect(compareTranscripts(sentence, text).editCount).toBeLessThanOrEqual(1);
  expect(compareTranscripts(offlineText, text).editCount).toBeLessThanOrEqual(1);
  expect(partialCount).toBeGreaterThanOrEqual(3);
  expect(firstPartialMs).toBeLessThan(1500);
  for (const { segment, timings } of finals) {
    expect(segment).toMatchObject({ language: 'en', emotion: null, events: null, words: null });
    expect(timings.endpointingMs).toBeLessThanOrEqual(700);
  }
});
