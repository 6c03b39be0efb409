import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { startCapture } from '../../server/src/devices/native/nativeCapture.ts';
import { startNativeOutput } from '../../server/src/devices/native/nativeOutput.ts';
import { never } from '../support/never.ts';

type NativeMicrophone = Parameters<typeof startCapture>[0];
type NativeLibrary = Parameters<typeof startNativeOutput>[0];

const captureOptions = { name: 'fake', sampleRateHz: 16_000, limitMs: 10_000 };

/** A microphone of the library whose both ways to stop are counted, and throw. */
function brokenMicrophone(isOpen: boolean) {
  const stops: string[] = [];
  const stop = (name: string) => () => {
    stops.push(name);
    throw new Error('cannot be stopped');
  };
  const native = Object.assign(new EventEmitter(), {
    isOpen,
    stop: stop('library'),
    _native: { stop: stop('native') },
  });
  return { native: native as unknown as NativeMicrophone, stops };
}

test('a microphone that cannot be stopped throws nothing, and everything was tried', async () => {
  const { native, stops } = brokenMicrophone(true);
  const device = await startCapture(native, captureOptions, never);
  device.stop();
  expect(stops).toEqual(['library', 'native']);
});

test('a microphone that never starts is given up after its time, and released', async () => {
  const { native, stops } = brokenMicrophone(false);
  await expect(startCapture(native, { ...captureOptions, limitMs: 30 }, never)).rejects.toThrow(
    'The device has not started within 30 ms.',
  );
  expect(stops).toEqual(['library', 'native']);
});

test('a microphone that never starts is not waited for after an abort, and released', async () => {
  const { native, stops } = brokenMicrophone(false);
  const controller = new AbortController();
  const starting = startCapture(native, captureOptions, controller.signal);
  const reason = new Error('not needed any more');
  controller.abort(reason);
  await expect(starting).rejects.toBe(reason);
  expect(stops).toEqual(['library', 'native']);
});

test('a speaker that refused its first samples is stopped before it is tried with all its channels', async () => {
  const events: string[] = [];
  const open = ({ channels }: { channels: number }) => {
    events.push(`open ${channels}`);
    return Promise.resolve(
      Object.assign(new EventEmitter(), {
        underrunCount: 0,
        write: (_bytes: Buffer, done: (error: Error | null) => void) => {
          done(channels === 1 ? new Error('no mono') : null);
        },
        stop: () => {
          events.push(`stop ${channels}`);
          throw new Error('cannot be stopped');
        },
      }),
    );
  };
  const device = { id: 'fake', name: 'fake', isDefault: true, channelCount: 2, sampleRateHz: 48_000 };
  const stream = await startNativeOutput(
    { Speaker: { open } } as unknown as NativeLibrary,
    { device, isDefault: true },
    new Float32Array(480),
  );
  expect(events).toEqual(['open 1', 'stop 1', 'open 2']);
  stream.stop();
  expect(events.slice(3)).toEqual(['stop 2']);
});

test('a speaker that plays silence takes a piece whole, one that plays takes it in writes of 3 ms', async () => {
  const written: number[] = [];
  const take = (bytes: Buffer): void => {
    written.push(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  };
  const native = Object.assign(new EventEmitter(), {
    underrunCount: 0,
    write: (bytes: Buffer, done: () => void) => {
      take(bytes);
      done();
    },
    writeAsync: (bytes: Buffer) => {
      take(bytes);
      return Promise.resolve();
    },
  });
  const library = { Speaker: { open: () => Promise.resolve(native) } } as unknown as NativeLibrary;
  const device = { id: 'fake', name: 'fake', isDefault: true, channelCount: 1, sampleRateHz: 48_000 };
  const stream = await startNativeOutput(library, { device, isDefault: true }, new Float32Array(9600));
  expect(await stream.write(new Float32Array(500))).toBe(0);
  expect(stream.waitingSamples()).toBe(10_100);
  native.underrunCount = 7;
  expect(await stream.write(new Float32Array(500))).toBe(7);
  for (let count = 0; count < 8; count += 1) await stream.write(new Float32Array(576));
  expect(written.slice(0, 7)).toEqual([9600, 144, 144, 144, 68, 500, 144]);
  expect(stream.waitingSamples()).toBe(32 * 144);
});
