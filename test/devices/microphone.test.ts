import { expect, test } from 'vitest';
import type { CaptureDevice, CaptureListener } from '../../server/src/devices/soundSystem.ts';
import { createMicrophone, type Microphone } from '../../server/src/devices/microphone.ts';
import type { Level } from '../../server/src/audio/level.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';

interface Fixture {
  readonly clock: FakeClock;
  readonly microphone: Microphone;
  readonly levels: Level[];
  readonly aborter: AbortController;
  /** Records so many milliseconds of a constant. */
  readonly hear: (ms: number, value?: number) => void;
  readonly fail: (failure: Error) => void;
  readonly isReleased: () => boolean;
}

function setUp(sampleRateHz = 16_000): Fixture {
  const clock = createFakeClock();
  const aborter = new AbortController();
  const levels: Level[] = [];
  const listeners: CaptureListener[] = [];
  let isReleased = false;
  const device: CaptureDevice = {
    name: 'fake',
    sampleRateHz,
    start: (listener) => listeners.push(listener),
    stop: () => {
      isReleased = true;
    },
  };
  const options = { clock, onLevel: (level: Level) => levels.push(level) };
  return {
    clock,
    microphone: createMicrophone(device, options, aborter.signal),
    levels,
    aborter,
    hear(ms, value = 0.5) {
      for (let heardMs = 0; heardMs < ms; heardMs += 20) {
        listeners[0]?.onSamples(new Float32Array((sampleRateHz * 20) / 1000).fill(value));
      }
    },
    fail: (failure) => listeners[0]?.onFailure(failure),
    isReleased: () => isReleased,
  };
}

/** How many milliseconds could be read, and how reading ended. */
async function readAll(microphone: Microphone): Promise<{ ms: number; end: unknown }> {
  let count = 0;
  try {
    for await (const chunk of microphone) count += chunk.length;
    return { ms: count / 16, end: 'done' };
  } catch (error) {
    return { ms: count / 16, end: error instanceof Error && 'code' in error ? error.code : error };
  }
}

test('what was heard before the stop can be read after it', async () => {
  const { microphone, hear, isReleased } = setUp();
  hear(200);
  microphone.stop();
  hear(200);
  expect(await readAll(microphone)).toEqual({ ms: 200, end: 'done' });
  expect(isReleased()).toBe(true);
});

test.each([44_100, 48_000, 8000])('a device at %i Hz is read at 16 kHz, whole', async (rateHz) => {
  const { microphone, hear } = setUp(rateHz);
  hear(1000);
  microphone.stop();
  const { ms } = await readAll(microphone);
  expect(ms).toBeCloseTo(1000, 0);
});

test('nothing is lost for 30 s, then the reader is told', async () => {
  const { microphone, hear, isReleased } = setUp();
  hear(30_000);
  expect(isReleased()).toBe(false);
  hear(20);
  expect(isReleased()).toBe(true);
  expect(await readAll(microphone)).toEqual({ ms: 30_020, end: 'busy' });
});

test.each([
  ['DEVICE_FAILED: unplugged', 'audioDeviceUnavailable'],
  ['Microphone permission denied. Allow it.', 'microphonePermissionDenied'],
])('a failure "%s" is told after what was heard', async (message, code) => {
  const { microphone, hear, fail } = setUp();
  hear(100);
  fail(new Error(message));
  expect(await readAll(microphone)).toEqual({ ms: 100, end: code });
});

test('a device that sends nothing for two seconds is lost', async () => {
  const { clock, microphone, hear, isReleased } = setUp();
  hear(100);
  await clock.advance(1900);
  hear(100);
  await clock.advance(2000);
  expect(isReleased()).toBe(false);
  await clock.advance(600);
  expect(isReleased()).toBe(true);
  expect(await readAll(microphone)).toEqual({ ms: 200, end: 'audioDeviceUnavailable' });
});

test('an abort rejects at once with its reason, also a reader that waits', async () => {
  const { microphone, aborter, isReleased } = setUp();
  const reading = readAll(microphone);
  aborter.abort('enough');
  expect(await reading).toEqual({ ms: 0, end: 'enough' });
  expect(isReleased()).toBe(true);
});

test('who stops reading releases the device', async () => {
  const { microphone, hear, isReleased } = setUp();
  hear(100);
  for await (const chunk of microphone) {
    expect(chunk).toHaveLength(320);
    break;
  }
  expect(isReleased()).toBe(true);
});

test('the level is told for every 50 ms, read or not', () => {
  const { hear, levels } = setUp();
  hear(100, 0.5);
  hear(100, 0);
  expect(levels.map(({ peakDb }) => Math.round(peakDb))).toEqual([-6, -6, -Infinity, -Infinity]);
  expect(levels[0]?.rmsDb).toBeCloseTo(-6.02, 1);
});
