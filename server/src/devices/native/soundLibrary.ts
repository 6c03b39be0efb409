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
    throw toSoundLibraryError(cause);
  }
}

/** @param cause  what loading it threw; why its binary did not load is in the causes of that */
export function toSoundLibraryError(cause: unknown): SpeechError {
  const wayOut = messagesOf(cause).some((message) => message.includes('libasound'))
    ? "Install ALSA's library, libasound2 on Debian and Ubuntu, alsa-lib elsewhere"
    : 'Install the product for this platform';
  return new SpeechError('audioDeviceUnavailable', {
    message: 'The sound library does not load on this machine.',
    hint: `${wayOut}; without it sound files can still be read and written.`,
    cause,
  });
}

function messagesOf(error: unknown): readonly string[] {
  return error instanceof Error ? [error.message, ...messagesOf(error.cause)] : [];
}
