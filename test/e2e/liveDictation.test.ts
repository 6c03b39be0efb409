import { createEarcon } from '../../server/src/audio/earcon.ts';
import { joinSamples } from '../../server/src/audio/joinSamples.ts';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dictationStart, dictationStop, type DictationEvent } from '../../protocol/dictation.ts';
import { recognizeFile, type TranscriptSegment } from '../../protocol/recognition.ts';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { compareTranscripts } from '../../server/src/text/wordErrorRate.ts';
import { findSound } from '../support/correlation.ts';
import { hasGolden } from '../support/golden.ts';
import { never } from '../support/never.ts';
import { expectCommittedToStay } from '../support/simulatedDictation.ts';
import {
  during,
  errorRate,
  report,
  startSoundDaemon,
  wait,
  watchDictation,
  type Arrival,
} from '../support/soundDaemon.ts';
import { speakSamples } from '../support/spokenSample.ts';
import { readToyClips, readToyWav, type ToyClip } from '../support/toyClips.ts';
import { startToyDaemon } from '../support/toyDaemon.ts';
import {
  missingSoundServer,
  recordingRateHz,
  startVirtualDevices,
  type VirtualDevices,
} from '../support/virtualDevices.ts';

const missing = missingSoundServer();
const recordedClip = path.resolve(
  import.meta.dirname,
  '../../../shared/data/speech/ljspeech/LJ001-0004.flac',
);

describe.skipIf(missing !== null)(
  `dictation from a virtual microphone (${missing ?? 'PulseAudio'})`,
  // Sound runs in real time beside whatever else the machine does: a hiccup of it is no fault of ours.
  { timeout: 180_000, retry: 2 },
  () => {
    let devices: VirtualDevices;
    const folder = mkdtempSync(path.join(tmpdir(), 'aloud-live-'));

    beforeAll(async () => {
      devices = await startVirtualDevices();
    });

    afterAll(async () => {
      await devices[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    test('Moonshine: the first words come at once, none is taken back, the end is what a recording says', async () => {
      await using daemon = await startSoundDaemon(devices.env);
      const client = await daemon.connect();
      const [spoken = new Float32Array(0)] = await speakSamples([
        'The lighthouse stood alone above the bay. Every evening the keeper climbed the narrow stairs.',
      ]);
      const clips = [
        await writeClip('spoken.wav', spoken),
        ...(existsSync(recordedClip) ? [recordedClip] : []),
      ];
      // Loads the models.
      await client.request(recognizeFile, { path: clips[0] ?? '', engine: 'moonshine' }, never);
      for (const clip of clips) {
        const live = await dictate(client, clip, 'moonshine');
        report(live.summary);
        expect(compareTranscripts(live.offlineText, live.text).editCount, live.text).toBe(0);
        // A machine that is busy with other things says nothing about ours.
        if ((loadavg()[0] ?? 0) < 2 * availableParallelism())
          expect(live.firstPartialMs).toBeLessThanOrEqual(400);
      }
      client.dispose();
    });

    test.skipIf(!hasGolden)('SenseVoice: language, emotion and event come with the final text', async () => {
      await using daemon = await startToyDaemon(devices.env);
      const client = await daemon.connect();
      const clips = readToyClips().slice(0, 4);
      // Longer than what is heard together of a recording.
      const pause = new Float32Array(2 * recordingRateHz);
      const samples = joinSamples(clips.flatMap(({ wav }) => [readToyWav(wav), pause]));
      const clip = await writeClip('toy.wav', samples);
      await client.request(recognizeFile, { path: clip }, never);
      const live = await dictate(client, clip, 'sensevoice');
      report(live.summary);
      expect(live.finals.map(toHeard)).toEqual(clips.map(toExpected));
      expect(live.offline.map(toHeard)).toEqual(clips.map(toExpected));
      expect(live.finals.every(({ emotion, events }) => emotion !== null && events !== null)).toBe(true);
      client.dispose();
    });

    test('two tones tell that the microphone is heard, two others that it no longer is', async () => {
      await using daemon = await startSoundDaemon(devices.env);
      const client = await daemon.connect();
      const text = 'The lighthouse stood alone above the bay.';
      const [spoken = new Float32Array(0)] = await speakSamples([text]);
      const stream = 'earcons';
      const dictation = watchDictation(client, stream);
      const recording = await devices.recordSpeaker();
      const source = { kind: 'microphone' } as const;
      const answer = client.request(
        dictationStart,
        { stream, source, earcons: true, engine: 'moonshine' },
        never,
      );
      await during(
        answer,
        dictation.levels.first(() => true),
      );
      await devices.feedMicrophone(await writeClip('earcons.wav', spoken));
      await wait(300);
      await client.request(dictationStop, { stream }, never);
      await answer;
      await wait(500);
      const sound = await recording.stop();
      const [rising, falling] = [
        [660, 880],
        [880, 660],
      ].map((tones) => findSound(sound, createEarcon(tones, recordingRateHz), [0, sound.length]));
      expect(rising?.correlation).toBeGreaterThan(0.9);
      expect(falling?.correlation).toBeGreaterThan(0.9);
      expect(rising?.at).toBeLessThan(falling?.at ?? 0);
      expect(errorRate(text, dictation.text()), dictation.text()).toBeLessThanOrEqual(0.08);
      client.dispose();
    });

    async function writeClip(name: string, samples: Float32Array): Promise<string> {
      const file = path.join(folder, name);
      const writer = await createWavWriter(file, { sampleRateHz: recordingRateHz });
      await writer.write(samples);
      await writer.close();
      return file;
    }

    interface LiveDictation {
      readonly finals: readonly TranscriptSegment[];
      readonly text: string;
      /** The same sound as a recording. */
      readonly offline: readonly TranscriptSegment[];
      readonly offlineText: string;
      /** From the sound of the first speech at the microphone to the first words at the client. */
      readonly firstPartialMs: number;
      readonly summary: string;
    }

    /** Plays a clip to the daemon's microphone, and fails where a committed word changes. */
    async function dictate(client: DaemonConnection, clip: string, engine: string): Promise<LiveDictation> {
      const stream = path.basename(clip);
      const dictation = watchDictation(client, stream);
      const answer = client.request(
        dictationStart,
        { stream, source: { kind: 'microphone' }, engine },
        never,
      );
      await during(
        answer,
        dictation.levels.first(() => true),
      );
      const recording = await devices.recordMicrophone();
      await devices.feedMicrophone(clip);
      await wait(1000);
      await client.request(dictationStop, { stream }, never);
      await answer;
      const recorded = await writeClip(`recorded-${stream}.wav`, await recording.stop());
      const { segments } = await client.request(recognizeFile, { path: recorded, engine }, never);

      const events = dictation.events.all.map(({ params }) => params.event);
      expectCommittedToStay(events);
      const finals = events.flatMap((event) => (event.kind === 'final' ? [event] : []));
      const spokenAtMs = recording.timeOf(((segments[0]?.startMs ?? NaN) * recordingRateHz) / 1000);
      const firstPartialMs = firstWordsAtMs(dictation.events.all) - spokenAtMs;
      const committedCount = events.filter(
        (event) => event.kind === 'partial' && event.committedText !== '',
      ).length;
      return {
        finals: finals.map(({ segment }) => segment),
        text: dictation.text(),
        offline: segments,
        offlineText: segments.map(({ text }) => text).join(' '),
        firstPartialMs,
        summary:
          `dictated ${stream}: first words ${firstPartialMs.toFixed(0)} ms after the speech began, ` +
          `${events.filter(({ kind }) => kind === 'partial').length} partials, ${committedCount} with committed words, ` +
          `final ${finals.map(({ timings }) => (timings.endpointingMs + timings.finalizingMs).toFixed(0)).join(' ')} ms after the last word`,
      };
    }
  },
);

function firstWordsAtMs(arrivals: readonly Arrival<{ readonly event: DictationEvent }>[]): number {
  return arrivals.find(({ params }) => params.event.kind === 'partial')?.atMs ?? NaN;
}

/**
 * Two resamplers lie between a clip and what is heard of it: full stops at the ends of such short words are theirs, and
 * so is an English word that is heard after Chinese ones, in music.
 */
function toHeard({ text, language }: Pick<TranscriptSegment, 'text' | 'language'>): string {
  const words = language === 'zh' ? text.replace(/ [a-z]+$/u, '') : text;
  return `${language ?? '?'} ${words.replaceAll(/^[.。]+|[.。]+$/gu, '')}`;
}

function toExpected({ text, head: [language = ''] }: ToyClip): string {
  return toHeard({ text, language: language.slice(2, -2) });
}
