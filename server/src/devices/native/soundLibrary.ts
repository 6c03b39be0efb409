import type * as decibri from 'decibri';
import { SpeechError } from '../../../../protocol/errors.ts';

export type SoundLibrary = typeof decibri;

/**
 * Loaded on first use: a command without sound does not need it, and not every platform has its binary.
 *
 * @throws SpeechError audioDeviceUnavailable where the library does not load on this machine
 */
export async function loadSoundLibrary(): Promise<SoundLibrary> {
  try {
    return await import('decibri');
  } catch (cause) {
    throw new SpeechError('audioDeviceUnavailable', {
      message: 'The sound library does not load on this machine.',
      hint: 'Install the product for this platform; without it sound files can still be read and written.',
      cause,
    });
  }
}
