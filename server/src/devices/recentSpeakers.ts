import type { Clock } from '../system/clock.ts';
import type { SoundDevices } from './soundDevices.ts';
import type { SoundSystem } from './soundSystem.ts';

/** Who plays line after line does not wait for the devices to be looked for with each. */
const recentMs = 5000;

/**
 * For the default speaker: devices are not looked for again right after they were, or after a speaker was started or
 * stopped. It takes some 30 ms of a core that makes speech meanwhile. Once a speaker has failed, they are.
 */
export function withRecentSpeakers(system: SoundSystem, clock: Pick<Clock, 'nowMs'>): SoundSystem {
  let known: SoundDevices | null = null;
  let knownUntilMs = -Infinity;
  const extend = (): void => {
    knownUntilMs = clock.nowMs() + recentMs;
  };

  return {
    ...system,
    async listDevices() {
      if (known !== null && clock.nowMs() < knownUntilMs) return known;
      known = await system.listDevices();
      extend();
      return known;
    },
    async startOutput(choice, first) {
      try {
        const stream = await system.startOutput(choice, first);
        extend();
        return {
          ...stream,
          stop() {
            if (stream.isPlaying()) extend();
            else known = null;
            stream.stop();
          },
        };
      } catch (error) {
        known = null;
        throw error;
      }
    },
  };
}
