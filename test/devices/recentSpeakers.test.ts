import { expect, test } from 'vitest';
import { withRecentSpeakers } from '../../server/src/devices/recentSpeakers.ts';
import type { SoundSystem } from '../../server/src/devices/soundSystem.ts';
import { createFakeSoundSystem, fakeDevice, type FakeSoundSystem } from '../support/fakeSoundSystem.ts';
import { createManualClock, type ManualClock } from '../support/manualClock.ts';

interface Parts {
  readonly fake: FakeSoundSystem;
  readonly speakers: SoundSystem;
  readonly clock: ManualClock;
}

const play = async ({ speakers }: Parts) =>
  speakers.startOutput({ device: fakeDevice, isDefault: true }, new Float32Array(1));

test.each<{ name: string; isLookedFor: boolean; meanwhile: (parts: Parts) => void | Promise<void> }>([
  {
    name: 'a moment later',
    isLookedFor: false,
    meanwhile: ({ clock }) => {
      clock.advance(4999);
    },
  },
  {
    name: 'when it was not used since',
    isLookedFor: true,
    meanwhile: ({ clock }) => {
      clock.advance(5000);
    },
  },
  {
    name: 'while it plays for long',
    isLookedFor: true,
    meanwhile: async (parts) => {
      await play(parts);
      parts.clock.advance(5000);
    },
  },
  {
    name: 'a moment after it has played',
    isLookedFor: false,
    meanwhile: async (parts) => {
      const stream = await play(parts);
      parts.clock.advance(60_000);
      stream.stop();
      parts.clock.advance(4999);
    },
  },
  {
    name: 'longer after it has played',
    isLookedFor: true,
    meanwhile: async (parts) => {
      (await play(parts)).stop();
      parts.clock.advance(5000);
    },
  },
  {
    name: 'when it could not be opened',
    isLookedFor: true,
    meanwhile: async (parts) => {
      parts.fake.failNext(new Error('gone'));
      await expect(play(parts)).rejects.toThrow('gone');
    },
  },
  {
    name: 'when it was lost',
    isLookedFor: true,
    meanwhile: async (parts) => {
      const stream = await play(parts);
      parts.fake.setOutput({ isPlaying: false });
      stream.stop();
    },
  },
])('a speaker is looked for again $name: $isLookedFor', async ({ isLookedFor, meanwhile }) => {
  const fake = createFakeSoundSystem();
  const clock = createManualClock();
  const parts = { fake, clock, speakers: withRecentSpeakers(fake, clock) };
  await parts.speakers.listDevices();
  await meanwhile(parts);
  expect((await parts.speakers.listDevices()).speakers).toEqual([fakeDevice]);
  expect(fake.events.filter((event) => event === 'list')).toHaveLength(isLookedFor ? 2 : 1);
});
