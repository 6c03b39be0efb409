import { fileURLToPath } from 'node:url';
import { systemClock } from '../system/clock.ts';
import { openMicrophone, type Microphone, type MicrophoneOptions } from '../devices/microphone.ts';
import { openOutputDevice } from '../devices/outputDevice.ts';
import { withRecentSpeakers } from '../devices/recentSpeakers.ts';
import type { SoundDevices } from '../devices/soundDevices.ts';
import { findSpeaker } from '../devices/speaker.ts';
import { createPlayer, type Player } from '../playback/player.ts';
import { createRespawningSound, type SoundExit } from '../soundProcess/respawningSound.ts';
import { startSoundProcess } from '../soundProcess/startSoundProcess.ts';
import { untilAborted } from '../cancellation/untilAborted.ts';

/** Sound in and out on the devices of this machine. An abort rejects at once with the signal's reason. */
export interface SoundAccess {
  /** @throws SpeechError audioDeviceUnavailable where the sound library does not load */
  listDevices(signal: AbortSignal): Promise<SoundDevices>;
  /** @throws SpeechError audioDeviceUnavailable where there is none */
  requireSpeaker(signal: AbortSignal): Promise<void>;
  /** @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy */
  openMicrophone(options: MicrophoneOptions, signal: AbortSignal): Promise<Microphone>;
  readonly player: Player;
}

/** By a process of its own, which starts when it is needed. @param onDeath  told when it crashed */
export function createSoundAccess(onDeath?: (exit: SoundExit) => void): SoundAccess & Disposable {
  const scriptPath = fileURLToPath(new URL('sound.js', import.meta.url));
  const system = createRespawningSound({
    start: () => startSoundProcess(scriptPath),
    clock: systemClock,
    ...(onDeath !== undefined && { onDeath }),
  });
  const speakers = withRecentSpeakers(system, systemClock);
  return {
    listDevices: (signal) => untilAborted(system.listDevices(), signal),
    async requireSpeaker(signal) {
      await untilAborted(openOutputDevice(speakers, undefined), signal);
    },
    openMicrophone: (options, signal) => openMicrophone(system, options, signal),
    player: createPlayer({
      findSpeaker: (device) => findSpeaker(device === undefined ? speakers : system, device),
      clock: systemClock,
    }),
    [Symbol.dispose]: () => {
      system[Symbol.dispose]();
    },
  };
}
