import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daemonStatus } from '../../protocol/daemon.ts';
import { devicesList } from '../../protocol/devices.ts';
import { dictationStart, dictationStop } from '../../protocol/dictation.ts';
import { playbackPosition, playbackStart } from '../../protocol/playback.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';
import { endProcess, isAlive, readChildIds, readComputedMs, whenEnded } from '../support/processes.ts';
import {
  collect,
  during,
  report,
  startSoundDaemon,
  wait,
  watchDictation,
  type SoundDaemon,
} from '../support/soundDaemon.ts';
import { missingSoundServer, startVirtualDevices, type VirtualDevices } from '../support/virtualDevices.ts';
import { never } from '../support/never.ts';

const missing = missingSoundServer();
const text =
  'A reader walks through the garden. He opens the old book again. The story goes on for many pages. ' +
  'Nobody knows how it ends.';
const request = { text, voice: 'af_heart' };
const source = { kind: 'microphone' } as const;

describe.skipIf(missing !== null)(
  `the daemon and the processes of its sound library (${missing ?? 'PulseAudio'})`,
  // Sound runs in real time beside whatever else the machine does: a hiccup of it is no fault of ours.
  { timeout: 180_000, retry: 2 },
  () => {
    let devices: VirtualDevices;
    let daemon: SoundDaemon;
    let client: DaemonConnection;

    beforeAll(async () => {
      devices = await startVirtualDevices();
      daemon = await startSoundDaemon(devices.env);
      client = await daemon.connect();
    }, 60_000);

    afterAll(async () => {
      client.dispose();
      await daemon[Symbol.asyncDispose]();
      await devices[Symbol.asyncDispose]();
    }, 30_000);

    test('killed in the middle of a playback: it fails with a code, the daemon answers, the next one plays', async () => {
      const positions = collect(client, playbackPosition, 'killed');
      const answer = client.request(playbackStart, { ...request, stream: 'killed' }, never);
      answer.catch(() => undefined);
      await during(
        answer,
        positions.first(({ word }) => word?.text === 'walks'),
      );
      const [soundId = 0] = soundIds(daemon.pid);
      const startMs = [daemon.pid, soundId].map(readComputedMs);
      await wait(1000);
      const computedMs = [daemon.pid, soundId].map((id, index) => readComputedMs(id) - (startMs[index] ?? 0));
      report(`a second of playing takes the daemon and the sound process ${computedMs.join(' and ')} ms`);
      await killed(soundId, answer);
      const next = { ...request, stream: 'next', speed: 3 };
      expect(await client.request(playbackStart, next, never)).toMatchObject({ reason: 'ended' });
    });

    test('killed in the middle of a recording: it fails with a code, the daemon answers, the next one records', async () => {
      const dictation = watchDictation(client, 'killed');
      const answer = client.request(dictationStart, { stream: 'killed', source, engine: 'moonshine' }, never);
      answer.catch(() => undefined);
      await during(
        answer,
        dictation.levels.first(() => true),
      );
      const [soundId = 0] = soundIds(daemon.pid);
      await killed(soundId, answer);
      await dictateShortly('next');
    });

    test('devices are listed 180 times and the microphone is opened 180 times', async () => {
      await dictateShortly('first');
      const handleCount = handlesOf(daemon.pid);
      const startMs = performance.now();
      const seen = new Set<number>();
      for (let round = 0; round < 180; round += 1) {
        const { microphones } = await client.request(devicesList, {}, never);
        expect(microphones[0]).toMatchObject({ id: 'alsa:default' });
        for (const id of soundIds(daemon.pid)) seen.add(id);
      }
      const listedMs = performance.now() - startMs;
      for (let round = 0; round < 180; round += 1) {
        await dictateShortly(`round${round}`);
        for (const id of soundIds(daemon.pid)) seen.add(id);
      }
      report(
        `180 listings in ${(listedMs / 1000).toFixed(0)} s, 180 microphones in ` +
          `${((performance.now() - startMs - listedMs) / 1000).toFixed(0)} s, by ${seen.size} sound processes`,
      );
      expect((await client.request(daemonStatus, {}, never)).pid).toBe(daemon.pid);
      expect(soundIds(daemon.pid).length).toBeLessThanOrEqual(1);
      expect(handlesOf(daemon.pid)).toBeLessThan(handleCount + 20);
    });

    test('the sound process ends when nothing was open for a while', async () => {
      await client.request(devicesList, {}, never);
      const [soundId = 0] = soundIds(daemon.pid);
      await whenEnded(soundId);
      const coldMs = await dictateShortly('cold');
      report(
        `to the first sound of a microphone: ${coldMs} ms, ${await dictateShortly('warm')} ms where one was`,
      );
    });

    test('it ends with the daemon, however that ends', async () => {
      const other = await startSoundDaemon(devices.env);
      const connection = await other.connect();
      await connection.request(devicesList, {}, never);
      const [soundId = 0] = soundIds(other.pid);
      expect(soundId).not.toBe(0);
      endProcess(other.pid);
      await whenEnded(soundId);
      connection.dispose();
      await other[Symbol.asyncDispose]();
    });

    /** Kills the process of the devices. What it was doing is refused, the daemon stays. */
    async function killed(soundId: number, answer: Promise<unknown>): Promise<void> {
      const killedAtMs = performance.now();
      endProcess(soundId);
      await expect(answer).rejects.toMatchObject({ code: 'audioDeviceUnavailable' });
      const toldMs = performance.now() - killedAtMs;
      report(`told ${toldMs.toFixed(0)} ms after the sound process was killed`);
      // A playback that waits for its next sentence is told with it.
      expect(toldMs).toBeLessThan(5000);
      expect((await client.request(daemonStatus, {}, never)).pid).toBe(daemon.pid);
    }

    /** @returns how long it took to the first sound, which ends it, in ms */
    async function dictateShortly(stream: string): Promise<number> {
      const startMs = performance.now();
      const dictation = watchDictation(client, stream);
      const answer = client.request(dictationStart, { stream, source, engine: 'moonshine' }, never);
      await during(
        answer,
        dictation.levels.first(() => true),
      );
      const soundMs = Math.round(performance.now() - startMs);
      await client.request(dictationStop, { stream }, never);
      expect((await answer).heardMs).toBeGreaterThan(0);
      return soundMs;
    }
  },
);

/** Those of a process's children that have the sound devices, the newest last. */
function soundIds(parentId: number): number[] {
  const isSound = (id: number): boolean => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes('sound.js');
  return readChildIds(parentId).filter((id) => isAlive(id) && isSound(id));
}

function handlesOf(processId: number): number {
  return readdirSync(`/proc/${processId}/fd`).length;
}
