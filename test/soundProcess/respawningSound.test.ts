import { expect, test } from 'vitest';
import {
  createRespawningSound,
  type SoundExit,
  type SoundProcess,
} from '../../server/src/soundProcess/respawningSound.ts';
import { createFakeSoundSystem, fakeDevice, type FakeSoundSystem } from '../support/fakeSoundSystem.ts';
import { createManualClock } from '../support/manualClock.ts';
import { never } from '../support/never.ts';

const choice = { device: fakeDevice, isDefault: true };

interface FakeProcess extends SoundProcess {
  readonly system: FakeSoundSystem;
  /** It crashes. */
  die(): void;
}

function createProcess(): FakeProcess {
  let end = (): void => undefined;
  let isUsable = true;
  const ended = new Promise<SoundExit>((resolve) => {
    end = () => {
      isUsable = false;
      resolve({ code: null, signal: 'SIGABRT' });
    };
  });
  return { system: createFakeSoundSystem(), ended, isUsable: () => isUsable, end, die: end };
}

/** @param maxUseCount  of one process */
function createSound(maxUseCount = 3) {
  const processes: FakeProcess[] = [];
  const deaths: SoundExit[] = [];
  const clock = createManualClock();
  const sound = createRespawningSound({
    start: () => {
      const process = createProcess();
      processes.push(process);
      return process;
    },
    clock,
    onDeath: (exit) => void deaths.push(exit),
    idleMs: 1000,
    hangMs: 5000,
    maxUseCount,
  });
  /** Which of the processes so far are there. */
  const alive = (): boolean[] => processes.map((process) => process.isUsable());
  return { sound, processes, deaths, clock, alive };
}

test('a process starts with the first use and ends when nothing was open for a while', async () => {
  const { sound, clock, alive, deaths } = createSound();
  expect(alive()).toEqual([]);
  await sound.listDevices();
  clock.advance(900);
  await sound.listDevices();
  clock.advance(900);
  expect(alive()).toEqual([true]);
  clock.advance(100);
  await Promise.resolve();
  expect(alive()).toEqual([false]);
  expect(clock.timerCount()).toBe(0);
  await sound.listDevices();
  expect(alive()).toEqual([false, true]);
  expect(deaths).toEqual([]);
});

test('what is open keeps its process, until it is stopped', async () => {
  const { sound, clock, alive } = createSound();
  const microphone = await sound.openCapture(choice, never);
  const stream = await sound.startOutput(choice, new Float32Array(1));
  clock.advance(60_000);
  microphone.stop();
  microphone.stop();
  clock.advance(60_000);
  expect(alive()).toEqual([true]);
  stream.stop();
  clock.advance(1000);
  expect(alive()).toEqual([false]);
});

test('a process that was used often is asked for nothing new, and ends with what is open in it', async () => {
  const { sound, processes, alive, deaths } = createSound();
  const microphone = await sound.openCapture(choice, never);
  await sound.listDevices();
  await sound.listDevices();
  await sound.listDevices();
  expect(processes.map(({ system }) => system.events)).toEqual([['record fake:1', 'list', 'list'], ['list']]);
  expect(alive()).toEqual([true, true]);
  microphone.stop();
  expect(alive()).toEqual([false, true]);
  expect(deaths).toEqual([]);
});

test('after its death another one starts with the next use', async () => {
  const { sound, processes, alive, deaths, clock } = createSound();
  const microphone = await sound.openCapture(choice, never);
  processes[0]?.die();
  await Promise.resolve();
  expect(deaths).toEqual([{ code: null, signal: 'SIGABRT' }]);
  microphone.stop();
  await sound.listDevices();
  expect(alive()).toEqual([false, true]);
  clock.advance(1000);
  expect(clock.timerCount()).toBe(0);
});

test('what fails gives its process back', async () => {
  const { sound, processes, alive, clock } = createSound();
  await sound.listDevices();
  processes[0]?.system.failNext(new Error('no'));
  await expect(sound.openCapture(choice, never)).rejects.toThrow('no');
  processes[0]?.system.failNext(new Error('no'));
  await expect(sound.startOutput(choice, new Float32Array(1))).rejects.toThrow('no');
  expect(alive()).toEqual([false]);
  expect(clock.timerCount()).toBe(0);
});

test('a process that does not answer is ended', async () => {
  const { sound, processes, deaths, clock, alive } = createSound();
  await sound.listDevices();
  processes[0]?.system.holdNext(new Promise(() => undefined));
  void sound.listDevices();
  clock.advance(5000);
  await Promise.resolve();
  expect(alive()).toEqual([false]);
  expect(deaths).toHaveLength(1);
});

test('disposed of, no process stays', async () => {
  const { sound, alive, clock, deaths } = createSound();
  await sound.openCapture(choice, never);
  await sound.listDevices();
  await sound.listDevices();
  await sound.listDevices();
  sound[Symbol.dispose]();
  await Promise.resolve();
  expect(alive()).toEqual([false, false]);
  expect(clock.timerCount()).toBe(0);
  expect(deaths).toEqual([]);
});
