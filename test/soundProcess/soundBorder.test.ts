import { MessageChannel } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { afterEach, expect, test, vi } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import { systemClock } from '../../server/src/system/clock.ts';
import { connectSound } from '../../server/src/soundProcess/connectSound.ts';
import { serveSound } from '../../server/src/soundProcess/serveSound.ts';
import { createFakeSoundSystem, fakeDevice } from '../support/fakeSoundSystem.ts';
import { never } from '../support/never.ts';

const choice = { device: fakeDevice, isDefault: true };
const failed = expect.objectContaining({ code: 'audioDeviceUnavailable' }) as Error;
const open: Disposable[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one[Symbol.dispose]();
});

/** Both sides of the border, and messages that are copied on the way as between processes. */
function createBorder() {
  const behind = createFakeSoundSystem();
  const { port1, port2 } = new MessageChannel();
  const [near, far] = [port1, port2].map((port) =>
    createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port)),
  ) as [ReturnType<typeof createMessageConnection>, ReturnType<typeof createMessageConnection>];
  serveSound(far, { system: behind, clock: systemClock });
  const system = connectSound(near);
  near.listen();
  far.listen();
  open.push({
    [Symbol.dispose]() {
      near.dispose();
      far.dispose();
      port1.close();
    },
  });
  return { behind, system, die: near.dispose.bind(near) };
}

/** A listener that keeps what it is told. */
function createListener() {
  const heard: number[][] = [];
  const failures: unknown[] = [];
  return {
    heard,
    failures,
    onSamples: (samples: Float32Array) => void heard.push([...samples]),
    onFailure: (failure: unknown) => void failures.push(failure),
  };
}

test('devices are listed as behind the border', async () => {
  const { system } = createBorder();
  expect(await system.listDevices()).toEqual({ microphones: [fakeDevice], speakers: [fakeDevice] });
});

test('what a microphone hears comes over, also before anybody listens, and nothing after its stop', async () => {
  const { behind, system } = createBorder();
  const device = await system.openCapture(choice, never);
  behind.record(Float32Array.of(0.25, -0.5));
  await system.listDevices();
  const listener = createListener();
  device.start(listener);
  behind.record(Float32Array.of(1));
  await vi.waitFor(() => {
    expect(listener.heard).toEqual([[0.25, -0.5], [1]]);
  });
  device.stop();
  behind.record(Float32Array.of(2));
  await vi.waitFor(() => {
    expect(behind.events.at(-1)).toBe('microphone stopped');
  });
  expect(listener.heard).toHaveLength(2);
  expect(device).toMatchObject({ name: 'Fake', sampleRateHz: 48_000 });
});

test.each([
  [
    new SpeechError('deviceBusy', { message: 'In use.', hint: 'Wait.' }),
    { code: 'deviceBusy', hint: 'Wait.' },
  ],
  [
    Object.assign(new Error('no'), { code: 'PERMISSION_DENIED' }),
    { message: 'no', code: 'PERMISSION_DENIED' },
  ],
])('%s is thrown and told with all that says what it is', async (failure, told) => {
  const { behind, system } = createBorder();
  behind.failNext(failure);
  await expect(system.openCapture(choice, never)).rejects.toMatchObject(told);
  behind.failNext(failure);
  await expect(system.startOutput(choice, new Float32Array(1))).rejects.toMatchObject(told);
  const listener = createListener();
  (await system.openCapture(choice, never)).start(listener);
  behind.failMicrophones(failure);
  await vi.waitFor(() => {
    expect(listener.failures).toMatchObject([told]);
  });
});

test('an abort while a microphone opens rejects at once, and the microphone is released when it has opened', async () => {
  const { behind, system } = createBorder();
  let release = (): void => undefined;
  behind.holdNext(new Promise((resolve) => (release = resolve)));
  const controller = new AbortController();
  const opening = system.openCapture(choice, controller.signal);
  await vi.waitFor(() => {
    expect(behind.events).toEqual(['record fake:1']);
  });
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(opening).rejects.toBe(reason);
  await system.listDevices();
  release();
  await vi.waitFor(() => {
    expect(behind.events).toContain('microphone stopped');
  });
});

test('a speaker takes samples, and tells silence also while nothing is written', async () => {
  const { behind, system } = createBorder();
  behind.setOutput({ silentSamples: 3 });
  const stream = await system.startOutput({ ...choice, isDefault: false }, new Float32Array(480));
  expect(stream.silentSamples()).toBe(3);
  behind.setOutput({ silentSamples: 7 });
  await stream.write(new Float32Array(144));
  expect(stream.silentSamples()).toBe(7);
  behind.setOutput({ silentSamples: 99 });
  await vi.waitFor(() => {
    expect(stream.silentSamples()).toBe(99);
  });
  expect(stream.isPlaying()).toBe(true);
  behind.setOutput({ isPlaying: false });
  await vi.waitFor(() => {
    expect(stream.isPlaying()).toBe(false);
  });
  behind.failNext(new Error('underrun'));
  await expect(stream.write(new Float32Array(1))).rejects.toThrow('underrun');
  stream.stop();
  stream.stop();
  await vi.waitFor(() => {
    expect(behind.events).toEqual(['play chosen 480', 'write 144', 'write 1', 'speaker stopped']);
  });
  await expect(stream.write(new Float32Array(1))).rejects.toThrow('The stream was stopped.');
});

test('when the other side dies everything that is open fails, and so does what is asked after', async () => {
  const { behind, system, die } = createBorder();
  const listener = createListener();
  const device = await system.openCapture(choice, never);
  device.start(listener);
  const stream = await system.startOutput(choice, new Float32Array(480));
  behind.holdNext(new Promise(() => undefined));
  const writing = stream.write(new Float32Array(1));
  writing.catch(() => undefined);
  await vi.waitFor(() => {
    expect(behind.events.at(-1)).toBe('write 1');
  });
  die();
  await expect(writing).rejects.toEqual(failed);
  expect(listener.failures).toEqual([failed]);
  expect(stream.isPlaying()).toBe(false);
  device.stop();
  stream.stop();
  await expect(system.listDevices()).rejects.toEqual(failed);
  await expect(system.openCapture(choice, never)).rejects.toEqual(failed);
  await expect(system.startOutput(choice, new Float32Array(1))).rejects.toEqual(failed);
});
