import { expect, test } from 'vitest';
import { createSpeaker, type Speaker } from '../../server/src/devices/speaker.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';
import { createFakeOutputDevice, type FakeOutputDevice } from './fakeOutputDevice.ts';
import { never } from '../support/never.ts';

const rateHz = 8000;

interface Fixture {
  readonly clock: FakeClock;
  readonly device: FakeOutputDevice;
  readonly speaker: Speaker;
}

function setUp(answerMs = 0): Fixture {
  const clock = createFakeClock();
  const device = createFakeOutputDevice(clock, rateHz, answerMs);
  return { clock, device, speaker: createSpeaker(device, { sampleRateHz: rateHz, clock }) };
}

/** Sample n has the value n + 1, scaled so that each differs. */
function ramp(start: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, index) => (start + index + 1) / 65_536);
}

const numbersOf = (played: readonly number[]): number[] =>
  played.filter((sample) => sample !== 0).map((sample) => Math.round(sample * 65_536));

const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function writeAll(speaker: Speaker, count: number): Promise<void> {
  for (let start = 0; start < count; start += 160)
    await speaker.write(ramp(start, Math.min(160, count - start)));
}

/** Follows a promise, so that it can be asked. */
function follow(promise: Promise<void>): { state: string } {
  const followed = { state: 'pending' };
  promise.then(
    () => (followed.state = 'done'),
    (error: unknown) => (followed.state = String(error)),
  );
  return followed;
}

test('what is written in pieces is heard once, in order and without gap', async () => {
  const { clock, device, speaker } = setUp();
  const writing = writeAll(speaker, 8000).then(() => speaker.drain(never));
  await clock.advance(1200);
  await writing;
  expect(numbersOf(device.played)).toEqual(countTo(8000));
  const first = device.played.findIndex((sample) => sample !== 0);
  expect(device.played.slice(first, first + 8000).every((sample) => sample !== 0)).toBe(true);
  expect(speaker.heardSamples()).toBe(8000);
});

test.each([
  { silentMs: 0, breath: 0, leadMs: 40 },
  { silentMs: 30, breath: 0, leadMs: 40 },
  { silentMs: 30, breath: 0.004, leadMs: 40 },
  { silentMs: 30, breath: 0.006, leadMs: 70 },
  { silentMs: 150, breath: 0, leadMs: 150 },
])(
  'before the first sound is heard are 40 ms, those of the sound itself included ($silentMs ms of $breath)',
  async ({ silentMs, breath, leadMs }) => {
    const { clock, device, speaker } = setUp();
    const sound = new Float32Array(4000).fill(breath).fill(0.5, (rateHz * silentMs) / 1000);
    void speaker.write(sound);
    await clock.advance(300);
    expect(device.played.findIndex((sample) => sample === 0.5) / (rateHz / 1000)).toBe(leadMs);
  },
);

test('a device that answers later than a piece lasts is given more at once, and plays without gap', async () => {
  const { clock, device, speaker } = setUp(30);
  const writing = speaker.write(ramp(0, 8000)).then(() => speaker.drain(never));
  await clock.advance(1400);
  await writing;
  expect(numbersOf(device.played)).toEqual(countTo(8000));
  const first = device.played.findIndex((sample) => sample !== 0);
  expect(device.played.slice(first, first + 8000).every((sample) => sample !== 0)).toBe(true);
});

test('heard is what the device has played, not what it was given', async () => {
  const { clock, device, speaker } = setUp();
  void writeAll(speaker, 8000);
  for (const ms of [50, 200, 500]) {
    await clock.advance(ms);
    const playedCount = numbersOf(device.played).length;
    expect(Math.abs(speaker.heardSamples() - playedCount)).toBeLessThanOrEqual(rateHz / 100);
  }
});

test('a write waits for room', async () => {
  const { clock, speaker } = setUp();
  const writing = follow(writeAll(speaker, 8000));
  await clock.advance(700);
  expect(writing.state).toBe('pending');
  await clock.advance(300);
  expect(writing.state).toBe('done');
});

test('a pause is silent at once and goes on where it was', async () => {
  const { clock, device, speaker } = setUp();
  const writing = writeAll(speaker, 4000).then(() => speaker.drain(never));
  await clock.advance(200);
  speaker.pause();
  const playedCount = device.played.length;
  const heardCount = speaker.heardSamples();
  await clock.advance(500);
  expect(device.played).toHaveLength(playedCount);
  expect(speaker.heardSamples()).toBe(heardCount);
  speaker.resume();
  await clock.advance(600);
  await writing;
  // Faded in where it goes on: all are there, the first 5 ms softer.
  expect(Math.abs(numbersOf(device.played).length - 4000)).toBeLessThanOrEqual(rateHz / 100);
  expect(speaker.heardSamples()).toBe(4000);
});

test('a flush drops what was not heard, and writing goes on from there', async () => {
  const { clock, device, speaker } = setUp();
  const writing = follow(writeAll(speaker, 800));
  await clock.advance(50);
  speaker.flush();
  const heardCount = speaker.heardSamples();
  expect(heardCount).toBeLessThan(600);
  await clock.advance(1);
  expect(writing.state).toBe('done');
  const drained = speaker.write(new Float32Array(800).fill(1)).then(() => speaker.drain(never));
  await clock.advance(300);
  await drained;
  expect(speaker.heardSamples()).toBe(heardCount + 800);
  expect(device.played.filter((sample) => sample > 0.5).length).toBeGreaterThan(750);
});

test('silence of a slow writer is not counted as heard', async () => {
  const { clock, speaker } = setUp();
  await speaker.write(new Float32Array(1600).fill(0.5));
  await clock.advance(1000);
  expect(speaker.heardSamples()).toBe(1600);
  void speaker.write(new Float32Array(1600).fill(0.5));
  await clock.advance(50);
  expect(Math.abs(speaker.heardSamples() - 2000)).toBeLessThanOrEqual(rateHz / 100);
});

test('a lost device is told to the writer, and playing goes on when it is back', async () => {
  const { clock, device, speaker } = setUp();
  const writing = follow(writeAll(speaker, 4000));
  await clock.advance(200);
  device.refuse(new Error('gone'));
  device.fail(new Error('DEVICE_FAILED'));
  await clock.advance(20);
  expect(writing.state).toContain('"fake" is not available');
  const heardCount = speaker.heardSamples();
  device.refuse(null);
  speaker.resume();
  void writeAll(speaker, 4000);
  await clock.advance(200);
  expect(speaker.heardSamples()).toBeGreaterThan(heardCount + 1000);
});

test('a device that was late once is started again without a word', async () => {
  const { clock, device, speaker } = setUp();
  const writing = writeAll(speaker, 4000).then(() => speaker.drain(never));
  await clock.advance(200);
  device.fail(new Error('Buffer underrun/overrun occurred.'));
  await clock.advance(600);
  await writing;
  expect(device.startCount()).toBe(2);
  expect(speaker.heardSamples()).toBe(4000);
});

test('a device that was late while nobody wrote goes on with what is written later', async () => {
  const { clock, device, speaker } = setUp();
  await speaker.write(ramp(0, 1600));
  await clock.advance(1000);
  device.fail(new Error('Buffer underrun/overrun occurred.'));
  await clock.advance(50);
  const writing = follow(speaker.write(ramp(1600, 1600)).then(() => speaker.drain(never)));
  await clock.advance(600);
  expect(writing.state).toBe('done');
  expect(speaker.heardSamples()).toBe(3200);
});

test('a device that hangs is started again, at what was not heard', async () => {
  const { clock, device, speaker } = setUp();
  const writing = follow(writeAll(speaker, 4000).then(() => speaker.drain(never)));
  await clock.advance(200);
  device.hang();
  await clock.advance(1000);
  expect(writing.state).toBe('done');
  expect(device.startCount()).toBe(2);
  expect(speaker.heardSamples()).toBe(4000);
});

test('a device that was lost while nobody wrote is told to the next writer', async () => {
  const { clock, device, speaker } = setUp();
  await speaker.write(ramp(0, 1600));
  await clock.advance(1000);
  device.fail(new Error('DEVICE_FAILED'));
  await clock.advance(50);
  const writing = follow(speaker.write(ramp(1600, 1600)));
  await clock.advance(50);
  expect(writing.state).toContain('"fake" is not available');
});

test('a device that is late again and again goes on, as long as something is heard between', async () => {
  const { clock, device, speaker } = setUp();
  const writing = follow(writeAll(speaker, 12_000).then(() => speaker.drain(never)));
  for (const pauseMs of [400, 400, 400]) {
    await clock.advance(pauseMs);
    device.fail(new Error('Buffer underrun/overrun occurred.'));
  }
  await clock.advance(1500);
  expect(writing.state).toBe('done');
  expect(device.startCount()).toBe(4);
});

test('a device that is late at once, again and again, has failed', async () => {
  const { clock, device, speaker } = setUp();
  const writing = follow(writeAll(speaker, 8000));
  await clock.advance(400);
  for (let failureCount = 0; failureCount < 11; failureCount += 1) {
    expect(writing.state).toBe('pending');
    device.fail(new Error('Buffer underrun/overrun occurred.'));
    await clock.advance(60);
  }
  await clock.advance(100);
  expect(writing.state).toContain('"fake" is not available');
});

test('an aborted drain rejects at once and drops nothing', async () => {
  const { clock, speaker } = setUp();
  const aborter = new AbortController();
  await speaker.write(ramp(0, 800));
  const draining = follow(speaker.drain(aborter.signal));
  await clock.advance(20);
  aborter.abort('enough');
  await clock.advance(1);
  expect(draining.state).toBe('enough');
  await clock.advance(200);
  expect(speaker.heardSamples()).toBe(800);
});

test('a closed speaker lets nobody wait', async () => {
  const { clock, speaker } = setUp();
  const writing = follow(writeAll(speaker, 8000).then(() => speaker.drain(never)));
  await clock.advance(100);
  speaker.close();
  await clock.advance(60);
  expect(writing.state).toBe('done');
});
