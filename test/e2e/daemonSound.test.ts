import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dictationStart, dictationStop, type DictationEvent } from '../../protocol/dictation.ts';
import {
  playbackPause,
  playbackPosition,
  playbackResume,
  playbackSeek,
  playbackSpeed,
  playbackStart,
  playbackStop,
} from '../../protocol/playback.ts';
import { recognizeFile } from '../../protocol/recognition.ts';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { recordsOf, runAloud, startAloud } from '../support/aloudProcess.ts';
import { dictatedClips } from '../support/dictatedClips.ts';
import { endOfSound, findSound, percentile } from '../support/correlation.ts';
import {
  collect,
  during,
  errorRate,
  finalText,
  report,
  startSoundDaemon,
  wait,
  watchDictation,
  type SoundDaemon,
} from '../support/soundDaemon.ts';
import { synthesizedSound } from '../support/synthesizedSound.ts';
import {
  missingSoundServer,
  recordingRateHz,
  startVirtualDevices,
  type SoundRecording,
  type VirtualDevices,
} from '../support/virtualDevices.ts';
import { never } from '../support/never.ts';

const missing = missingSoundServer();
const voice = 'af_heart';
const dictatedText =
  'The lighthouse stood alone above the bay. Every evening the keeper climbed the narrow stairs.';
const playedText = 'The wind came first, cold and steady. Then the rain fell over the whole valley.';
const longText =
  'A reader walks through the garden. He opens the old book again. The story goes on for many pages. ' +
  'Nobody knows how it ends. Still he reads every evening, slowly and with care.';

describe.skipIf(missing !== null)(
  `the daemon with a virtual microphone and speaker (${missing ?? 'PulseAudio'})`,
  // Sound runs in real time beside whatever else the machine does: a hiccup of it is no fault of ours.
  { timeout: 120_000, retry: 2 },
  () => {
    let devices: VirtualDevices;
    let daemon: SoundDaemon;
    let client: DaemonConnection;
    let folder: string;
    let spokenClip: string;

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'aloud-sound-'));
      devices = await startVirtualDevices();
      daemon = await startSoundDaemon(devices.env);
      client = await daemon.connect();
      spokenClip = path.join(folder, 'spoken.wav');
      const spoken = await runAloud(['speak', dictatedText, '--out', spokenClip], { env: daemon.env });
      expect(spoken.exitCode, spoken.stderr).toBe(0);
    }, 120_000);

    afterAll(async () => {
      client.dispose();
      await daemon[Symbol.asyncDispose]();
      await devices[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    }, 30_000);

    test('what is said into the microphone is written along', async () => {
      for (const { clip, text } of dictatedClips({ clip: spokenClip, text: dictatedText })) {
        const stream = path.basename(clip);
        const dictation = watchDictation(client, stream);
        const answer = client.request(
          dictationStart,
          { stream, source: { kind: 'microphone' }, engine: 'moonshine' },
          never,
        );
        await during(
          answer,
          dictation.levels.first(() => true),
        );
        await devices.feedMicrophone(clip);
        await wait(300);
        const stoppedAtMs = performance.timeOrigin + performance.now();
        await client.request(dictationStop, { stream }, never);
        const result = await answer;

        const kinds = dictation.events.all.map(({ params }) => params.event.kind);
        const { all: levels } = dictation.levels;
        const perSecond = (levels.length * 1000) / result.heardMs;
        const lastAfterMs = (dictation.events.all.at(-1)?.atMs ?? NaN) - stoppedAtMs;
        report(
          `dictated: WER ${errorRate(text, dictation.text())}, ${kinds.filter((kind) => kind === 'partial').length} partials, ` +
            `${perSecond.toFixed(1)} levels a second, all told ${lastAfterMs.toFixed(0)} ms after the stop`,
        );
        expect(errorRate(text, dictation.text()), dictation.text()).toBeLessThanOrEqual(0.08);
        expect(kinds.join(' ')).toMatch(/^(speechStart( partial)+( final)?.*speechEnd ?)+$/);
        expect(kinds.indexOf('partial')).toBeLessThan(kinds.indexOf('final'));
        expect(result.segmentCount).toBe(kinds.filter((kind) => kind === 'final').length);
        expect(levels.some(({ params }) => params.rmsDb < -60)).toBe(true);
        expect(levels.some(({ params }) => params.rmsDb > -40)).toBe(true);
      }
    });

    test('a stop right after the start opens no microphone that stays', async () => {
      const dictation = watchDictation(client, 'short');
      const start = { stream: 'short', source: { kind: 'microphone' }, engine: 'moonshine' } as const;
      const answer = client.request(dictationStart, start, never);
      await client.request(dictationStop, { stream: 'short' }, never);
      expect((await answer).segmentCount).toBe(0);
      const levelCount = dictation.levels.all.length;
      await wait(300);
      expect(dictation.levels.all.length).toBe(levelCount);
    });

    test.each(['on', 'off'])('aloud dictate hears the same with the daemon %s', async (state) => {
      const env = { ...daemon.env, ALOUD_DAEMON: state };
      const { child, done } = startAloud(['dictate', '--engine', 'moonshine', '--json'], {
        env,
        holdsInput: true,
      });
      await expect.poll(() => devices.recorderCount(), { timeout: 30_000 }).toBe(1);
      await devices.feedMicrophone(spokenClip);
      await wait(300);
      child.stdin.end('\n');
      const result = await done;
      const events = recordsOf(result) as unknown as DictationEvent[];
      report(`aloud dictate, daemon ${state}: WER ${errorRate(dictatedText, finalText(events))}`);
      expect(result).toMatchObject({ exitCode: 0, stderr: 'Listening. Enter ends it.\n' });
      expect(events.some(({ kind }) => kind === 'partial')).toBe(true);
      expect(errorRate(dictatedText, finalText(events)), finalText(events)).toBeLessThanOrEqual(0.08);
    });

    test('aloud doctor names the devices, and prints nothing of what the sound system says', async () => {
      for (const [env, ok] of [
        [{}, true],
        [{ PULSE_SERVER: 'unix:/nowhere' }, false],
      ] as const) {
        const result = await runAloud(['doctor', '--json'], { env: { ...daemon.env, ...env } });
        expect(result.stderr).toBe('');
        expect(recordsOf(result)[0]?.['checks']).toEqual(
          expect.arrayContaining(
            ['microphone', 'speaker'].map((name) => expect.objectContaining({ name, ok }) as unknown),
          ),
        );
      }
    });

    test('what is played is heard as itself, and each word is told when it is heard', async () => {
      const { samples, words } = await synthesizedSound(client, {
        text: playedText,
        voice,
        rateHz: recordingRateHz,
      });
      const positions = collect(client, playbackPosition, 'heard');
      const recording = await devices.recordSpeaker();
      const result = await client.request(playbackStart, { stream: 'heard', text: playedText, voice }, never);
      const heard = await recording.stop();

      const text = await transcribed(heard);
      const lead = findSound(heard, samples.subarray(0, 8000), [0, heard.length]);
      const errors = words.map((word) => {
        const told = positions.all.find(({ params }) => params.word?.startOffset === word.startOffset);
        const startAt = Math.round((word.startMs * recordingRateHz) / 1000);
        const sound = samples.subarray(startAt, startAt + 3200);
        // Where the machine is too busy to make speech in time, there is a gap before the next sentence.
        const nearby = findSound(heard, sound, [lead.at + startAt - 1600, lead.at + startAt + 1600]);
        const { at } = nearby.correlation > 0.9 ? nearby : findSound(heard, sound, [lead.at, heard.length]);
        return (told?.atMs ?? NaN) - recording.timeOf(at);
      });
      const magnitudes = errors.map(Math.abs);
      report(
        `played: WER ${errorRate(playedText, text)}, correlation ${lead.correlation.toFixed(3)}, words told ${errors.map(Math.round).join(' ')} ms late`,
      );
      expect(errorRate(playedText, text), text).toBeLessThanOrEqual(0.08);
      expect(magnitudes.every((error) => !Number.isNaN(error))).toBe(true);
      expect(percentile(magnitudes, 0.5)).toBeLessThan(60);
      expect(percentile(magnitudes, 0.95)).toBeLessThan(150);
      expect(result.reason).toBe('ended');
      expect(result.durationMs).toBeCloseTo((samples.length * 1000) / recordingRateHz, -1);
      expect(result.heardMs).toBeCloseTo(result.durationMs ?? NaN, -1);
    });

    test('a pause is silent, a seek says a word again, a stop ends it', async () => {
      const stream = 'steered';
      const positions = collect(client, playbackPosition, stream);
      const recording = await devices.recordSpeaker();
      const answer = client.request(playbackStart, { stream, text: longText, voice }, never);
      await during(
        answer,
        positions.first(({ word }) => word?.text === 'garden'),
      );
      const pausedAtMs = performance.timeOrigin + performance.now();
      await client.request(playbackPause, { stream }, never);
      const paused = positions.all.at(-1);
      await wait(600);
      const offset = longText.indexOf('walks');
      await client.request(playbackSeek, { stream, target: { kind: 'text', offset } }, never);
      await wait(100);
      const whilePaused = positions.all.filter(({ atMs }) => atMs > pausedAtMs + 300);
      await client.request(playbackResume, { stream }, never);
      const resumedAt = positions.all.length;
      await during(
        answer,
        positions.first(({ word }) => word?.text === 'old'),
      );
      await client.request(playbackSpeed, { stream, speed: 2 }, never);
      const fasterAtMs = performance.timeOrigin + performance.now();
      await during(
        answer,
        positions.first(({ word }) => word?.text === 'pages'),
      );
      const stoppedAtMs = performance.timeOrigin + performance.now();
      await client.request(playbackStop, { stream }, never);
      const result = await answer;
      const heard = await recording.stop();

      const beforeResume = heard.subarray(0, indexAt(recording, pausedAtMs + 500));
      const silent = {
        pause: recording.timeOf(endOfSound(beforeResume, 0.01)) - pausedAtMs,
        stop: recording.timeOf(endOfSound(heard, 0.01)) - stoppedAtMs,
      };
      const fast = positions.all.filter(({ atMs }) => atMs > fasterAtMs + 300 && atMs < stoppedAtMs);
      const [from, to] = [fast[0], fast.at(-1)];
      const speed =
        ((to?.params.positionMs ?? NaN) - (from?.params.positionMs ?? NaN)) /
        ((to?.atMs ?? NaN) - (from?.atMs ?? NaN));
      report(
        `silent ${silent.pause.toFixed(0)} ms after the pause, ${silent.stop.toFixed(0)} ms after the stop; speed ${speed.toFixed(2)}`,
      );
      expect(paused?.params.state).toBe('paused');
      expect(whilePaused.every(({ params }) => params.state === 'paused')).toBe(true);
      expect(
        positions.all.slice(resumedAt).find(({ params }) => params.word !== null)?.params.word?.text,
      ).toBe('walks');
      expect(silent.pause).toBeLessThan(100);
      expect(silent.stop).toBeLessThan(100);
      expect(speed).toBeGreaterThan(1.7);
      expect(speed).toBeLessThan(2.3);
      expect(result).toMatchObject({ reason: 'stopped' });
    });

    test('cancelling falls silent at once', async () => {
      const positions = collect(client, playbackPosition, 'cancelled');
      const recording = await devices.recordSpeaker();
      const controller = new AbortController();
      const request = { stream: 'cancelled', text: longText, voice };
      const answer = client
        .request(playbackStart, request, controller.signal)
        .catch((error: unknown) => error);
      await during(
        answer,
        positions.first(({ word }) => word?.text === 'walks'),
      );
      const cancelledAtMs = performance.timeOrigin + performance.now();
      const reason = new Error('enough');
      controller.abort(reason);
      expect(await answer).toBe(reason);
      await wait(500);
      const heard = await recording.stop();
      const silentMs = recording.timeOf(endOfSound(heard, 0.01)) - cancelledAtMs;
      report(`silent ${silentMs.toFixed(0)} ms after cancelling`);
      expect(silentMs).toBeLessThan(100);
    });

    test('aloud speak plays', async () => {
      const recording = await devices.recordSpeaker();
      const result = await runAloud(['speak', playedText], { env: daemon.env });
      const text = await transcribed(await recording.stop());
      report(`aloud speak: WER ${errorRate(playedText, text)}`);
      expect(result.exitCode, result.stderr).toBe(0);
      expect(result.stderr).not.toMatch(/ALSA|jack/);
      expect(errorRate(playedText, text), text).toBeLessThanOrEqual(0.08);
    });

    async function transcribed(samples: Float32Array): Promise<string> {
      const file = path.join(folder, 'recorded.wav');
      const writer = await createWavWriter(file, { sampleRateHz: recordingRateHz });
      await writer.write(samples);
      await writer.close();
      const { segments } = await client.request(recognizeFile, { path: file, engine: 'moonshine' }, never);
      return segments.map(({ text }) => text).join(' ');
    }
  },
);

function indexAt(recording: SoundRecording, timeMs: number): number {
  return Math.round(((timeMs - recording.timeOf(0)) * recordingRateHz) / 1000);
}
