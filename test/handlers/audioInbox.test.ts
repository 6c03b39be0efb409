import { describe, expect, it } from 'vitest';
import { encodePcm16 } from '../../server/src/audio/pcm.ts';
import { createAudioInbox, type AudioInbox } from '../../server/src/handlers/audioInbox.ts';

const rateHz = 16_000;

/** A ramp of some seconds, mono. */
function ramp(seconds: number): Float32Array {
  return Float32Array.from({ length: seconds * rateHz }, (_, index) => (index % 1000) / 32_768);
}

const toPcm = (samples: Float32Array): string => Buffer.from(encodePcm16(samples)).toString('base64');

async function readAll({ samples }: AudioInbox): Promise<{ chunkCount: number; all: Float32Array }> {
  const chunks: Float32Array[] = [];
  for await (const chunk of samples) chunks.push(chunk);
  return { chunkCount: chunks.length, all: Float32Array.from(chunks.flatMap((chunk) => [...chunk])) };
}

/** Whether a promise is settled after what can happen has happened. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => (settled = true),
    () => (settled = true),
  );
  await new Promise(setImmediate);
  return settled;
}

describe('createAudioInbox', () => {
  it('hands out sound that came at once in slices of a second, unchanged', async () => {
    const inbox = createAudioInbox({ sampleRateHz: rateHz });
    const sound = ramp(5.5);
    inbox.fill(toPcm(sound));
    const { chunkCount, all } = await readAll(inbox);
    expect(all).toEqual(sound);
    expect(chunkCount).toBeGreaterThanOrEqual(6);
  });

  it('hands out what is pushed, in order', async () => {
    const inbox = createAudioInbox({ sampleRateHz: rateHz });
    const sound = ramp(2);
    const reading = readAll(inbox);
    for (let sequence = 0; sequence < 4; sequence += 1) {
      await inbox.push(sequence, toPcm(sound.subarray(sequence * 8000, (sequence + 1) * 8000)));
    }
    inbox.end();
    expect((await reading).all).toEqual(sound);
  });

  it('answers a push only when there is room for more', async () => {
    const inbox = createAudioInbox({ sampleRateHz: rateHz });
    expect(await inbox.push(0, toPcm(ramp(9)))).toBe(9000);
    const waiting = inbox.push(1, toPcm(ramp(2)));
    expect(await isSettled(waiting)).toBe(false);
    const reader = inbox.samples[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    expect(await waiting).toBeLessThan(10_000);
  });

  it('lets no push wait that nobody will read', async () => {
    const inbox = createAudioInbox({ sampleRateHz: rateHz });
    const waiting = inbox.push(0, toPcm(ramp(11)));
    expect(await isSettled(waiting)).toBe(false);
    inbox.end();
    expect(await isSettled(waiting)).toBe(true);
    await expect(inbox.push(1, '')).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('refuses a gap, half a frame and too many pushes at once', async () => {
    const inbox = createAudioInbox({ sampleRateHz: rateHz, channelCount: 2 });
    await expect(inbox.push(1, 'AAAA')).rejects.toMatchObject({ code: 'invalidInput' });
    await expect(inbox.push(0, 'AAA=')).rejects.toMatchObject({ code: 'invalidInput' });
    for (let sequence = 0; sequence < 16; sequence += 1) void inbox.push(sequence, toPcm(ramp(30)));
    await expect(inbox.push(16, toPcm(ramp(1)))).rejects.toMatchObject({ code: 'busy' });
    inbox.end();
  });
});
