import { afterAll, expect, test } from 'vitest';
import { openSileroDetector } from '../../server/src/recognition/vad/sileroDetector.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { requireInstalledModel } from '../support/installedModels.ts';
import { dictateSimulated } from '../support/simulatedDictation.ts';
import { openMoonshine } from '../support/speechEngines.ts';
import { speakSamples } from '../support/spokenSample.ts';
import { never } from '../support/never.ts';

const silero = await requireInstalledModel('silero-vad');
const recognizer = await openMoonshine();
const voiceActivity = await openSileroDetector(silero, never);
const parts = { recognizer, voiceActivity };

afterAll(async () => {
  await recognizer.dispose();
  await voiceActivity.dispose();
});

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
