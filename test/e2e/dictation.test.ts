import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { DictationEvent } from '../../protocol/dictation.ts';
import { openAudioFile } from '../../server/src/audioFiles/openAudioFile.ts';
import { dictate } from '../../server/src/recognition/dictation/dictate.ts';
import { recognitionSampleRateHz, type Recognizer } from '../../server/src/recognition/recognizer.ts';
import { createSileroDetector } from '../../server/src/recognition/vad/sileroDetector.ts';
import { transcribe } from '../../server/src/recognition/transcribe.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { requireInstalledModel } from '../support/installedModels.ts';
import { createSimulatedTime } from '../support/simulatedTime.ts';
import { openMoonshine } from '../support/speechEngines.ts';
import { joinSamples, speakSamples } from '../support/spokenSample.ts';

const never = new AbortController().signal;
const sharedFolder = process.env['ALOUD_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const manifest = path.join(sharedFolder, 'data/speech/manifest.json');
const silero = await requireInstalledModel('silero-vad');
const recognizer = await openMoonshine();
const voiceActivity = await createSileroDetector(silero.path('silero_vad.onnx'));

const log: unknown[] = [];

async function dictated(samples: Float32Array) {
  const time = createSimulatedTime();
  const hyps: unknown[] = [];
  const timed = time.timed(recognizer);
  const logged: Recognizer = {
    ...timed,
    async recognize(s, o, sig) {
      const startMs = time.clock.now();
      const u = await timed.recognize(s, o, sig);
      hyps.push({ startMs, endMs: time.clock.now(), soundMs: s.length / 16, text: u.text });
      return u;
    },
  };
  const events: { event: DictationEvent; atMs: number }[] = [];
  const tools = { recognizer: logged, voiceActivity, options: {}, clock: time.clock };
  for await (const event of dictate(time.microphone(samples), tools, never))
    events.push({ event, atMs: time.clock.now() });
  return { events, hyps };
}

async function* once(samples: Float32Array) {
  yield await Promise.resolve(samples);
}

test('log', async () => {
  const clips = JSON.parse(readFileSync(manifest, 'utf8')) as { file: string; text: string }[];
  for (const clip of clips) {
    const audio = await openAudioFile(path.join(path.dirname(manifest), clip.file), never);
    const parts = [];
    for await (const p of audio.readMono(recognitionSampleRateHz, never)) parts.push(p);
    parts.push(new Float32Array(16_000));
    const samples = joinSamples(parts);
    const offline = [];
    for await (const s of transcribe(once(samples), { recognizer, voiceActivity, options: {} }, never))
      offline.push(s.text);
    const { events, hyps } = await dictated(samples);
    log.push({
      file: clip.file,
      text: clip.text,
      seconds: samples.length / 16000,
      offline: offline.join(' '),
      events,
      hyps,
    });
  }
  writeFileSync('/tmp/dictation-log.json', JSON.stringify(log));
  expect(log.length).toBeGreaterThan(0);
  void compareTranscripts;
  void speakSamples;
  void existsSync;
});
afterAll(() => recognizer.dispose());
