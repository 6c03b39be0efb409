import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daemonStatus } from '../../protocol/daemon.ts';
import { dictationStart, dictationStop } from '../../protocol/dictation.ts';
import { playbackPosition, playbackStart } from '../../protocol/playback.ts';
import { synthesisAudio, synthesize } from '../../protocol/synthesis.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { runAloud } from '../support/aloudProcess.ts';
import { endOfSound } from '../support/correlation.ts';
import {
  collect,
  during,
  errorRate,
  report,
  startSoundDaemon,
  wait,
  watchDictation,
  type SoundDaemon,
} from '../support/soundDaemon.ts';
import {
  missingSoundServer,
  recordingRateHz,
  startVirtualDevices,
  type VirtualDevices,
} from '../support/virtualDevices.ts';
import { never } from '../support/never.ts';

const missing = missingSoundServer();
const voice = 'af_heart';
/** The pause that ends an utterance, as the protocol says. */
const endOfSpeechMs = 600;
const dictatedText =
  'The lighthouse stood alone above the bay. Every evening the keeper climbed the narrow stairs.';
const longText =
  'A reader walks through the garden. He opens the old book again. The story goes on for many pages. ' +
  'Nobody knows how it ends. Still he reads every evening, slowly and with care.';

describe.skipIf(missing !== null)(
  `two windows, and devices that come and go (${missing ?? 'PulseAudio'})`,
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

    test('two windows share each engine, and reading does not hold up dictation', async () => {
      using other = await daemon.connect();
      const dictation = watchDictation(client, 'shared');
      const start = {
        stream: 'shared',
        source: { kind: 'microphone' },
        engine: 'moonshine',
      } as const;
      const answer = client.request(dictationStart, start, never);
      const silent = {
        stream: 'pushed',
        source: { kind: 'client', sampleRateHz: 16_000 },
        engine: 'moonshine',
      } as const;
      const pushed = other.request(dictationStart, silent, never);
      const read = new AbortController();
      const reading = [client, other].map((each) =>
        each
          .request(synthesize, { stream: 'read', text: longText.repeat(5), voice }, read.signal)
          .catch((error: unknown) => error),
      );
      const made = [client, other].map((each) => collect(each, synthesisAudio, 'read').first(() => true));
      await Promise.all([dictation.levels.first(() => true), ...made]);
      const { engines } = await client.request(daemonStatus, {}, never);
      await devices.feedMicrophone(spokenClip);
      await during(
        answer,
        dictation.events.first(({ event }) => event.kind === 'speechEnd'),
      );
      read.abort(new Error('enough'));
      await client.request(dictationStop, { stream: 'shared' }, never);
      await other.request(dictationStop, { stream: 'pushed' }, never);
      await Promise.all([answer, pushed, ...reading]);
      await wait(100);
      const after = await client.request(daemonStatus, {}, never);

      const leases = (status: { readonly engines: typeof engines }) =>
        status.engines.map(({ kind, leaseCount }) => `${kind} ${leaseCount}`).toSorted();
      const timings = dictation.events.all.flatMap(({ params: { event } }) =>
        event.kind === 'final' ? [event.timings] : [],
      );
      report(
        `while two read: ${timings.map(({ endpointingMs, finalizingMs, engineMs }) => `${Math.round(endpointingMs)} + ${Math.round(finalizingMs)} ms (engine ${Math.round(engineMs)})`).join(', ')}`,
      );
      expect(leases({ engines })).toEqual(['recognizer 2', 'synthesizer 2', 'voiceActivity 2']);
      expect(leases(after)).toEqual(['recognizer 0', 'synthesizer 0', 'voiceActivity 0']);
      expect(errorRate(dictatedText, dictation.text()), dictation.text()).toBeLessThanOrEqual(0.08);
      // A decode of the dictation itself may stand in the way of the next one, nothing of the reading.
      for (const { endpointingMs, finalizingMs, engineMs } of timings) {
        expect(endpointingMs).toBeLessThan(endOfSpeechMs + engineMs + 500);
        expect(finalizingMs).toBeLessThan(engineMs + 500);
      }
    });

    test('a client that leaves lets go of the microphone and falls silent', async () => {
      const other = await daemon.connect();
      const dictation = watchDictation(other, 'left');
      const gone = [
        other.request(
          dictationStart,
          { stream: 'left', source: { kind: 'microphone' }, engine: 'moonshine' },
          never,
        ),
        other.request(playbackStart, { stream: 'left', text: longText, voice }, never),
      ].map((answer) => answer.catch((error: unknown) => error));
      await dictation.levels.first(() => true);
      await collect(other, playbackPosition, 'left').first(({ word }) => word?.text === 'walks');
      const recording = await devices.recordSpeaker();
      other.dispose();
      await Promise.all(gone);
      await wait(500);
      const { engines } = await client.request(daemonStatus, {}, never);
      expect(engines.map(({ leaseCount }) => leaseCount)).toEqual([0, 0, 0]);
      const heard = await recording.stop();
      expect(endOfSound(heard, 0.01)).toBeLessThan(0.3 * recordingRateHz);
      expect(devices.recorderCount()).toBe(0);
    });

    test('devices that are unplugged end what uses them, after what was heard, and work when they are back', async () => {
      const dictation = watchDictation(client, 'unplugged');
      const positions = collect(client, playbackPosition, 'unplugged');
      const starts = (): Promise<unknown>[] =>
        [
          client.request(
            dictationStart,
            { stream: 'unplugged', source: { kind: 'microphone' }, engine: 'moonshine' },
            never,
          ),
          client.request(playbackStart, { stream: 'unplugged', text: longText, voice }, never),
        ].map((answer) => answer.catch((error: unknown) => error));
      const answers = starts();
      await during(
        Promise.race(answers),
        dictation.levels.first(() => true),
      );
      const feeding = devices.feedMicrophone(spokenClip);
      await during(
        Promise.race(answers),
        dictation.events.first(
          ({ event }) =>
            event.kind === 'partial' && /lighthouse/i.test(event.committedText + event.tentativeText),
        ),
      );
      await during(
        Promise.race(answers),
        positions.first(({ word }) => word?.text === 'garden'),
      );
      const unpluggedAtMs = performance.timeOrigin + performance.now();
      devices.unplug();
      const errors = await Promise.all(answers);
      const endedMs = performance.timeOrigin + performance.now() - unpluggedAtMs;
      report(`ended ${endedMs.toFixed(0)} ms after the devices were gone; heard: ${dictation.text()}`);
      await feeding;
      expect(errors).toMatchObject([{ code: 'audioDeviceUnavailable' }, { code: 'audioDeviceUnavailable' }]);
      expect(dictation.text()).toMatch(/lighthouse/i);
      expect(dictation.events.all.at(-1)?.params.event.kind).toBe('speechEnd');
      expect(await Promise.all(starts())).toMatchObject([
        { code: 'audioDeviceUnavailable' },
        { code: 'audioDeviceUnavailable' },
      ]);

      await devices.plug();
      const again = watchDictation(client, 'again');
      const start = { stream: 'again', source: { kind: 'microphone' }, engine: 'moonshine' } as const;
      const answer = client.request(dictationStart, start, never);
      await during(
        answer,
        again.levels.first(() => true),
      );
      await devices.feedMicrophone(spokenClip);
      await during(
        answer,
        again.events.first(({ event }) => event.kind === 'speechEnd'),
      );
      await client.request(dictationStop, { stream: 'again' }, never);
      await answer;
      expect(errorRate(dictatedText, again.text()), again.text()).toBeLessThanOrEqual(0.08);
      const played = await client.request(
        playbackStart,
        { stream: 'again', text: 'It is back.', voice },
        never,
      );
      expect(played.reason).toBe('ended');
      expect((await client.request(daemonStatus, {}, never)).pid).toBe(daemon.pid);
    });
  },
);
