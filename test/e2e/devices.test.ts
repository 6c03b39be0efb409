import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWavWriter } from '../../server/src/audioFiles/wavWriter.ts';
import { bundleProgram } from '../support/bundleProgram.ts';
import { endOfSound, findSound, longestQuiet, percentile, resampled } from '../support/correlation.ts';
import { startDeviceProgram, type DeviceProgram } from '../support/deviceProgram.ts';
import {
  missingSoundServer,
  recordingRateHz,
  startVirtualDevices,
  type VirtualDevices,
} from '../support/virtualDevices.ts';
import type { DeviceEvent, SoundToPlay } from './devicesMain.ts';
import {
  type Level,
  type Told,
  chunksSoFar,
  createSpeechLike,
  findWord,
  indexAt,
  positionsOf,
  readSamples,
  wordErrors,
  wordSound,
  wordsOf,
  rateHz,
  wordMs,
} from './deviceMeasures.ts';

const missing = missingSoundServer();

describe.skipIf(missing !== null)(
  `with a virtual microphone and speaker (${missing ?? 'PulseAudio'})`,
  // Sound runs in real time beside whatever else the machine does: a hiccup of it is no fault of ours.
  { retry: 2 },
  () => {
    let devices: VirtualDevices;
    let programPath: string;
    let folder: string;
    const running: DeviceProgram[] = [];

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'aloud-devices-'));
      [devices, programPath] = await Promise.all([
        startVirtualDevices(),
        bundleProgram(path.resolve(import.meta.dirname, 'devicesMain.ts')),
      ]);
    });

    afterAll(async () => {
      for (const program of running) program.kill();
      await devices[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    });

    function start(args: readonly string[]): DeviceProgram {
      const program = startDeviceProgram(programPath, args, devices.env);
      running.push(program);
      return program;
    }

    function play(samples: Float32Array, wordCount: number): DeviceProgram {
      const file = path.join(folder, 'sound.f32');
      writeFileSync(file, samples);
      const sound: SoundToPlay = { file, sampleRateHz: rateHz, chunkMs: 1700, words: wordsOf(wordCount) };
      return start(['play', JSON.stringify(sound)]);
    }

    test('both are listed, without what is no device', async () => {
      const { value } = await start(['list']).event('devices');
      expect(value).toMatchObject({
        microphones: [
          { id: 'alsa:default', isDefault: true },
          { id: 'alsa:pulse', isDefault: false },
        ],
        speakers: [
          { id: 'alsa:default', isDefault: true },
          { id: 'alsa:pulse', isDefault: false },
        ],
      });
    });

    test('what is played into the microphone is recorded', async () => {
      const wav = path.join(folder, 'clip.wav');
      const clip = createSpeechLike(6);
      const writer = await createWavWriter(wav, { sampleRateHz: rateHz });
      await writer.write(clip);
      await writer.close();
      const file = path.join(folder, 'recorded.f32');
      const program = start(['record', file]);
      await program.event('chunk', 5);
      const fedAtMs = performance.timeOrigin + performance.now();
      await devices.feedMicrophone(wav);
      await program.event('chunk', chunksSoFar(program) + 15);
      program.command('stop');
      await program.ended();

      const recorded = readSamples(file);
      const wanted = resampled(clip, rateHz, 16_000);
      const match = findSound(recorded, wanted, [0, recorded.length]);
      const loud = program.events.find(
        ({ event, value }) => event === 'level' && ((value as Level).rmsDb ?? -Infinity) > -40,
      );
      report(
        `microphone: correlation ${match.correlation.toFixed(4)}, ${(loud?.atMs ?? NaN) - fedAtMs} ms from paplay's start to the first loud level`,
      );
      expect(match.correlation).toBeGreaterThan(0.9);
      expect((loud?.value as Level).peakDb).toBeLessThan(0);
      expect(program.events.at(-1)).toMatchObject({ event: 'recorded', value: 'stopped' });
    });

    test('what is played is heard whole, and each word is told when it is heard', async () => {
      const sound = createSpeechLike(15);
      const recording = await devices.recordSpeaker();
      const program = play(sound, 15);
      await program.event('done');
      const heard = await recording.stop();

      const wanted = resampled(sound, rateHz, recordingRateHz);
      const lead = findSound(heard, wanted.subarray(0, 3200), [0, heard.length]);
      const whole = findSound(heard, wanted, [lead.at - 200, lead.at + 200]);
      expect(whole.correlation).toBeGreaterThan(0.9);
      // At the zeros of the tone some samples are quiet; a dropped buffer is a hundred times longer.
      const inner = heard.subarray(whole.at + 200, whole.at + wanted.length - 200);
      expect(longestQuiet(inner, 0.002).length, `quiet at ${longestQuiet(inner, 0.002).at}`).toBeLessThan(16);

      const errors = wordErrors(program, recording, (index) => findWord(heard, wanted, index, whole.at));
      report(`words told: ${errors.map(Math.round).join(' ')} ms after they were heard`);
      expect(errors).toHaveLength(15);
      const magnitudes = errors.map(Math.abs);
      expect(percentile(magnitudes, 0.5)).toBeLessThan(60);
      expect(percentile(magnitudes, 0.95)).toBeLessThan(150);
      expect(positionsOf(program).length).toBeGreaterThan(50);
      expect(program.events.filter(({ event }) => event === 'ended')).toHaveLength(1);
    });

    test('a pause is silent and loses nothing', async () => {
      const sound = createSpeechLike(8);
      const recording = await devices.recordSpeaker();
      const program = play(sound, 8);
      await program.event('word', 3);
      program.command('pause');
      const paused = await program.event('did pause');
      await wait(700);
      program.command('resume');
      const resumed = await program.event('did resume');
      await program.event('done');
      const heard = await recording.stop();

      const wanted = resampled(sound, rateHz, recordingRateHz);
      const before = heard.subarray(0, indexAt(recording, resumed.atMs));
      const silentMs = recording.timeOf(endOfSound(before, 0.01)) - paused.atMs;
      report(`silent ${silentMs.toFixed(0)} ms after the pause`);
      expect(silentMs).toBeLessThan(100);
      for (const index of [0, 1, 3, 4, 5, 6, 7]) {
        expect(findSound(heard, wordSound(wanted, index), [0, heard.length]).correlation).toBeGreaterThan(
          0.9,
        );
      }
      const told = program.events
        .filter(({ event }) => event === 'word')
        .map(({ value }) => (value as Told).text);
      expect(told).toEqual(wordsOf(8).map(({ text }) => text));
    });

    test('an abort falls silent within 100 ms and a stop too', async () => {
      for (const command of ['abort', 'stop']) {
        const recording = await devices.recordSpeaker();
        const program = play(createSpeechLike(8), 8);
        await program.event('word', 3);
        program.command(command);
        const asked = await program.event(`did ${command}`);
        await program.ended();
        const heard = await recording.stop();
        const silentMs = recording.timeOf(endOfSound(heard, 0.01)) - asked.atMs;
        report(`silent ${silentMs.toFixed(0)} ms after the ${command}`);
        expect(silentMs).toBeLessThan(100);
        expect(program.events.at(-1)).toMatchObject(
          command === 'abort' ? { event: 'rejected', value: 'aborted' } : { event: 'done' },
        );
      }
    });

    test('back and forth by time and by word', async () => {
      const sound = createSpeechLike(12);
      const recording = await devices.recordSpeaker();
      const program = play(sound, 12);
      await program.event('word', 4);
      program.command(`seek ${wordMs}`);
      await program.event('word', 6);
      program.command('word 100');
      await program.event('done');
      const heard = await recording.stop();

      const told = program.events
        .filter(({ event }) => event === 'word')
        .map(({ value }) => (value as Told).text);
      expect(told).toEqual(['word0', 'word1', 'word2', 'word3', 'word1', 'word2', 'word10', 'word11']);
      const wanted = resampled(sound, rateHz, recordingRateHz);
      const places = [0, 2, 11].map((index) => findSound(heard, wordSound(wanted, index), [0, heard.length]));
      expect(places.every(({ correlation }) => correlation > 0.9)).toBe(true);
      expect(places.map(({ at }) => at)).toEqual(places.map(({ at }) => at).toSorted((a, b) => a - b));
    });

    test('twice the speed takes half the time, soon after it was asked for', async () => {
      const program = play(createSpeechLike(15), 15);
      const asked = await program.event('word', 3);
      program.command('speed 2');
      await program.event('done');
      const isSteady = ({ atMs, value }: DeviceEvent): boolean =>
        atMs > asked.atMs + 300 && (value as number) < 15 * wordMs - 100;
      const positions = positionsOf(program).filter(isSteady);
      const [first, last] = [positions[0], positions.at(-1)];
      const speed =
        ((last?.value as number) - (first?.value as number)) / ((last?.atMs ?? 0) - (first?.atMs ?? 0));
      expect(speed).toBeCloseTo(2, 1);
    });

    test('a speaker unplugged while playing fails the playback, which goes on when it is back', async () => {
      const sound = createSpeechLike(10);
      const program = play(sound, 10);
      await program.event('word', 4);
      const unpluggedAtMs = performance.timeOrigin + performance.now();
      devices.unplug();
      const failed = await program.event('failed');
      expect(failed.value).toBe('audioDeviceUnavailable');
      expect(failed.atMs - unpluggedAtMs).toBeLessThan(1000);
      await devices.plug();
      const recording = await devices.recordSpeaker();
      program.command('resume');
      await program.event('done');
      const heard = await recording.stop();
      const wanted = resampled(sound, rateHz, recordingRateHz);
      for (const index of [5, 6, 9]) {
        expect(findSound(heard, wordSound(wanted, index), [0, heard.length]).correlation).toBeGreaterThan(
          0.9,
        );
      }
      const told = program.events
        .filter(({ event }) => event === 'word')
        .map(({ value }) => (value as Told).text);
      expect(told).toEqual(wordsOf(10).map(({ text }) => text));
    });

    test('a microphone unplugged while recording is told after what was heard, and opens again', async () => {
      const file = path.join(folder, 'unplugged.f32');
      const program = start(['record', file]);
      await program.event('chunk', 20);
      devices.unplug();
      const ended = await program.event('recorded');
      expect(ended.value).toBe('audioDeviceUnavailable');
      expect(readSamples(file).length).toBeGreaterThan(20 * 300);
      program.command('again');
      expect((await program.event('recorded', 2)).value).toBe('audioDeviceUnavailable');
      await devices.plug();
      const chunks = chunksSoFar(program);
      program.command('again');
      await program.event('chunk', chunks + 20);
      program.command('stop');
      await program.ended();
      expect(program.events.at(-1)).toMatchObject({ event: 'recorded', value: 'stopped' });
    });
  },
);

/** Measurements of this run. */
function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
