import { expect, test } from 'vitest';
import type { Speaker } from '../../server/src/devices/speaker.ts';
import { createKeptSound, type KeptSound } from '../../server/src/playback/keptSound.ts';
import { createPlayHead, type PlayHead } from '../../server/src/playback/playHead.ts';
import { never } from '../support/never.ts';

const rateHz = 8000;

/** A speaker that has heard all that is written. */
function createEagerSpeaker(): Speaker & { readonly writtenCount: () => number } {
  let writtenCount = 0;
  return {
    deviceName: 'eager',
    write(samples) {
      writtenCount += samples.length;
      return Promise.resolve();
    },
    pause: () => undefined,
    resume: () => undefined,
    flush: () => undefined,
    drain: () => Promise.resolve(),
    close: () => undefined,
    heardSamples: () => writtenCount,
    writtenCount: () => writtenCount,
  };
}

/** @param chunkCount  of a second each, of which the last two are kept */
function soundOf(chunkCount: number): KeptSound {
  const kept = createKeptSound(2 * rateHz);
  for (let index = 0; index < chunkCount; index += 1) {
    const samples = Float32Array.from({ length: rateHz }, (_, at) => Math.sin(at / 10) / 2);
    const offsets = { startOffset: index, endOffset: index + 1, startMs: 1000 * index };
    kept.append({ samples, sampleRateHz: rateHz, words: [], ...offsets });
  }
  return kept;
}

async function playOut(head: PlayHead): Promise<void> {
  while (await head.writeNext());
  await head.finish(never);
}

test.each([
  ['what is kept', 4 * rateHz, 4 * rateHz],
  ['before what is kept, the first sample of that', 100, 3 * rateHz],
  ['behind the end, the end', 9 * rateHz, 5 * rateHz],
])('a jump into %s', (_name, sample, expected) => {
  const head = createPlayHead(createEagerSpeaker(), { kept: soundOf(5), sampleRateHz: rateHz }, 1);
  expect(head.jumpTo(sample)).toBe(expected);
  expect([head.nextSample(), head.heardSample()]).toEqual([expected, expected]);
});

test('a speed that was set lasts over jumps', async () => {
  const speaker = createEagerSpeaker();
  const head = createPlayHead(speaker, { kept: soundOf(2), sampleRateHz: rateHz }, 1);
  head.setSpeed(2);
  head.jumpTo(0);
  await playOut(head);
  expect(speaker.writtenCount() / rateHz).toBeCloseTo(1, 1);
  expect(head.heardSample()).toBe(2 * rateHz);
});

test('nothing is heard after a jump until more was written', async () => {
  const head = createPlayHead(createEagerSpeaker(), { kept: soundOf(2), sampleRateHz: rateHz }, 1);
  expect(head.isHeard()).toBe(false);
  await playOut(head);
  expect(head.isHeard()).toBe(true);
  head.jumpTo(0);
  expect(head.isHeard()).toBe(false);
});
