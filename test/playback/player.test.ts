import { expect, test } from 'vitest';
import { SpeechError } from '../../protocol/errors.ts';
import type { SynthesisChunk } from '../../protocol/synthesis.ts';
import { createSpeaker } from '../../server/src/devices/speaker.ts';
import type { Playback } from '../../server/src/playback/playback.ts';
import { createPlayer } from '../../server/src/playback/player.ts';
import { createFakeOutputDevice, type FakeOutputDevice } from '../devices/fakeOutputDevice.ts';
import { createFakeClock, type FakeClock } from '../support/fakeClock.ts';

const rateHz = 8000;
const chunkMs = 1000;

interface Fixture {
  readonly clock: FakeClock;
  readonly device: FakeOutputDevice;
  readonly playback: Playback;
  readonly aborter: AbortController;
  /** `w3@1000` for a word told 1000 ms after the first one, and how it ended. */
  readonly told: string[];
  readonly positions: number[];
  /** How many chunks were asked for. */
  readonly askedCount: () => number;
  /** How many times the speaker was looked for. */
  readonly foundCount: () => number;
  /** Lets the source give chunks again. */
  readonly release: () => void;
}

interface SetUp {
  readonly chunkCount?: number;
  /** The source waits before this chunk. */
  readonly holdAt?: number;
  readonly failAt?: number;
  readonly speed?: number;
}

/** Chunk n holds two words, `w2n` and `w2n+1`, half a second each, and the constant (n + 1) / 100. */
function chunkOf(index: number): SynthesisChunk {
  const startMs = index * chunkMs;
  return {
    samples: new Float32Array((rateHz * chunkMs) / 1000).fill((index + 1) / 100),
    sampleRateHz: rateHz,
    startMs,
    words: [0, 1].map((word) => ({
      text: `w${2 * index + word}`,
      startOffset: (2 * index + word) * 10,
      endOffset: (2 * index + word) * 10 + 9,
      startMs: startMs + word * 500,
      endMs: startMs + word * 500 + 400,
    })),
    startOffset: index * 20,
    endOffset: index * 20 + 19,
  };
}

function setUp({ chunkCount = 3, holdAt, failAt, speed }: SetUp = {}): Fixture {
  const clock = createFakeClock();
  const device = createFakeOutputDevice(clock, rateHz);
  const aborter = new AbortController();
  const told: string[] = [];
  const positions: number[] = [];
  let askedCount = 0;
  let foundCount = 0;
  let firstWordMs: number | null = null;
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  async function* chunks(): AsyncGenerator<SynthesisChunk> {
    for (let index = 0; index < chunkCount; index += 1) {
      askedCount += 1;
      if (index === holdAt) await released;
      if (index === failAt) throw new SpeechError('engineFailed', { message: 'No voice.', hint: 'Rest.' });
      yield chunkOf(index);
    }
  }
  const player = createPlayer({
    findSpeaker: () => {
      foundCount += 1;
      return Promise.resolve((sampleRateHz) => createSpeaker(device, { sampleRateHz, clock }));
    },
    clock,
  });
  const playback = player.play(chunks(), {
    signal: aborter.signal,
    ...(speed !== undefined && { speed }),
    listener: {
      word: ({ text }) => {
        firstWordMs ??= clock.nowMs();
        told.push(`${text}@${Math.round((clock.nowMs() - firstWordMs) / 50) * 50}`);
      },
      position: (positionMs) => positions.push(positionMs),
      ended: () => told.push('ended'),
      failed: (error) => told.push(error instanceof SpeechError ? error.code : String(error)),
    },
  });
  const counts = { askedCount: () => askedCount, foundCount: () => foundCount };
  return { clock, device, playback, aborter, told, positions, release, ...counts };
}

/** Which chunks the device has played, in order; what passes by in a fade was not played. */
function playedChunks({ played }: FakeOutputDevice): number[] {
  const chunks = played.map((sample) => Math.round(sample * 100) - 1);
  const begins = chunks.filter((index, at) => chunks[at - 1] !== index && chunks[at + 100] === index);
  return begins.filter((index) => index >= 0);
}

test('words are told when they are heard, then the end', async () => {
  const { clock, device, playback, told, positions } = setUp();
  await clock.advance(3200);
  expect(told).toEqual(['w0@0', 'w1@500', 'w2@1000', 'w3@1500', 'w4@2000', 'w5@2500', 'ended']);
  expect(playedChunks(device)).toEqual([0, 1, 2]);
  expect(positions.length).toBeGreaterThan(28);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  await playback.done();
});

test('at twice the speed they come twice as fast', async () => {
  const { clock, told } = setUp({ speed: 2 });
  await clock.advance(1700);
  expect(told).toEqual(['w0@0', 'w1@250', 'w2@500', 'w3@750', 'w4@1000', 'w5@1250', 'ended']);
});

test('a new speed is heard within 200 ms', async () => {
  const { clock, playback } = setUp({ chunkCount: 5 });
  await clock.advance(1000);
  playback.setSpeed(2);
  await clock.advance(200);
  const positionMs = playback.positionMs();
  await clock.advance(500);
  expect(playback.positionMs() - positionMs).toBeGreaterThan(940);
});

test('a pause holds the position', async () => {
  const { clock, playback, told } = setUp();
  await clock.advance(700);
  playback.pause();
  const positionMs = playback.positionMs();
  await clock.advance(1000);
  expect(playback.positionMs()).toBe(positionMs);
  playback.resume();
  await clock.advance(2600);
  // A device that starts again begins with 40 ms of silence.
  expect(told).toEqual(['w0@0', 'w1@500', 'w2@2050', 'w3@2550', 'w4@3050', 'w5@3550', 'ended']);
});

test('back to a word needs no new chunk', async () => {
  const { clock, playback, told, askedCount } = setUp();
  await clock.advance(2200);
  const asked = askedCount();
  playback.seekToWord(10);
  await clock.advance(3000);
  expect(told.map((line) => line.split('@')[0])).toEqual([
    'w0',
    'w1',
    'w2',
    'w3',
    'w4',
    'w1',
    'w2',
    'w3',
    'w4',
    'w5',
    'ended',
  ]);
  expect(askedCount()).toBe(asked);
});

test('a seek finds the word that is heard next, once it was made', async () => {
  const { clock, playback } = setUp({ chunkCount: 4, holdAt: 2 });
  await clock.advance(300);
  const found = [
    playback.seekToMs(600),
    playback.seekToMs(3200),
    playback.seekToWord(0),
    playback.seekToWord(100_000),
  ];
  expect(found.map((word) => word?.text ?? null)).toEqual(['w1', null, 'w0', null]);
});

test('a seek into a word tells the word', async () => {
  const { clock, playback, told } = setUp();
  await clock.advance(200);
  playback.seekToMs(1700);
  await clock.advance(100);
  expect(told.map((line) => line.split('@')[0])).toEqual(['w0', 'w3']);
  expect(playback.positionMs()).toBeGreaterThan(1700);
});

test('a position not said yet is waited for in silence', async () => {
  const { clock, device, playback, told, release } = setUp({ chunkCount: 4, holdAt: 2 });
  await clock.advance(300);
  playback.seekToMs(3200);
  await clock.advance(500);
  expect(playedChunks(device)).toEqual([0]);
  release();
  await clock.advance(1000);
  expect(playedChunks(device)).toEqual([0, 3]);
  expect(told.map((line) => line.split('@')[0])).toEqual(['w0', 'w6', 'w7', 'ended']);
});

test('beyond the end is the end', async () => {
  const { clock, playback, told } = setUp();
  await clock.advance(300);
  playback.seekToMs(99_000);
  await clock.advance(300);
  expect(told.at(-1)).toBe('ended');
  await playback.done();
});

test('a seek while the last words are heard goes back', async () => {
  const { clock, playback, told } = setUp();
  await clock.advance(2950);
  playback.seekToMs(2000);
  await clock.advance(1300);
  expect(told.map((line) => line.split('@')[0]).slice(5)).toEqual(['w5', 'w4', 'w5', 'ended']);
});

test('no more than five seconds are asked for ahead', async () => {
  const { clock, askedCount } = setUp({ chunkCount: 100 });
  await clock.advance(500);
  expect(askedCount()).toBeLessThanOrEqual(7);
  await clock.advance(2000);
  expect(askedCount()).toBeGreaterThan(6);
});

test('the speaker is looked for once, while the first chunk is made', async () => {
  const { clock, told, release, foundCount } = setUp({ holdAt: 0 });
  await clock.advance(500);
  expect(foundCount()).toBe(1);
  release();
  await clock.advance(3300);
  expect(told.at(-1)).toBe('ended');
  expect(foundCount()).toBe(1);
});

test('a slow source makes a pause, no end', async () => {
  const { clock, playback, told, release } = setUp({ holdAt: 1 });
  await clock.advance(2000);
  expect(playback.positionMs()).toBeCloseTo(1000, -2);
  release();
  await clock.advance(2300);
  expect(told.map((line) => line.split('@')[0])).toEqual(['w0', 'w1', 'w2', 'w3', 'w4', 'w5', 'ended']);
});

test('a source that fails is told after what it gave was heard', async () => {
  const { clock, device, playback, told } = setUp({ failAt: 1 });
  await clock.advance(1200);
  expect(playedChunks(device)).toEqual([0]);
  expect(told.at(-1)).toBe('engineFailed');
  await expect(playback.done()).rejects.toMatchObject({ code: 'engineFailed' });
});

test('an abort is silent and rejects with its reason, without a word', async () => {
  const { clock, device, playback, aborter, told } = setUp();
  await clock.advance(300);
  aborter.abort('enough');
  const playedCount = device.played.length;
  await clock.advance(300);
  expect(device.played).toHaveLength(playedCount);
  await expect(playback.done()).rejects.toBe('enough');
  expect(told).toEqual(['w0@0']);
});

test('a stop ends it without an event, and no further chunk is asked for', async () => {
  const { clock, playback, told, askedCount } = setUp({ chunkCount: 100 });
  await clock.advance(300);
  const asked = askedCount();
  playback.stop();
  await clock.advance(2000);
  await playback.done();
  expect(askedCount()).toBe(asked);
  expect(told).toEqual(['w0@0']);
});

test('a lost device fails it, and it goes on from the position heard', async () => {
  const { clock, device, playback, told } = setUp();
  await clock.advance(1200);
  device.refuse(new Error('gone'));
  device.fail(new Error('DEVICE_FAILED'));
  await clock.advance(500);
  expect(told.at(-1)).toBe('audioDeviceUnavailable');
  await expect(playback.done()).rejects.toMatchObject({ code: 'audioDeviceUnavailable' });
  expect(playback.positionMs()).toBeCloseTo(1200, -2);
  device.refuse(null);
  playback.resume();
  await clock.advance(2200);
  await playback.done();
  expect(told.filter((line) => line.startsWith('w')).map((line) => line.split('@')[0])).toEqual([
    'w0',
    'w1',
    'w2',
    'w3',
    'w4',
    'w5',
  ]);
  expect(told.at(-1)).toBe('ended');
});
