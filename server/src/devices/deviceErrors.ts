import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import type { DeviceKind } from './soundDevices.ts';

/**
 * What the system refused when a device was opened or lost, as an error with a code of ours. The library passes the
 * system's words on and has a code for few of them, so its message is read too.
 *
 * @param failure  what the library threw; a SpeechError stays what it is
 */
export function toDeviceError(kind: DeviceKind, name: string, failure: unknown): SpeechError {
  if (isSpeechError(failure)) return failure;
  const text = `${codeOf(failure)} ${failure instanceof Error ? failure.message : String(failure)}`;
  if (kind === 'microphone' && permissionWords.test(text)) {
    return new SpeechError('microphonePermissionDenied', {
      message: `The system does not let this program use the microphone "${name}".`,
      hint: 'Allow it in the privacy settings of the system, then try again.',
      cause: failure,
    });
  }
  if (busyWords.test(text)) {
    return new SpeechError('deviceBusy', {
      message: `The ${kind} "${name}" is in use by another program.`,
      hint: `Close that program, or choose another ${kind}.`,
      cause: failure,
    });
  }
  return lostDevice(kind, name, failure);
}

/** A device that was there and is gone, or does not answer. */
export function lostDevice(kind: DeviceKind, name: string, cause?: unknown): SpeechError {
  return new SpeechError('audioDeviceUnavailable', {
    message: `The ${kind} "${name}" is not available any more.`,
    hint: `Connect it again, or choose another ${kind}.`,
    cause,
  });
}

/** The device played or recorded too slowly for a moment; it works when opened again. */
export function isHiccup(failure: unknown): boolean {
  return failure instanceof Error && /underrun|overrun/i.test(failure.message);
}

const permissionWords = /PERMISSION_DENIED|permission|not permitted|access is denied|0x80070005/i;

/** ALSA: EBUSY; WASAPI: AUDCLNT_E_DEVICE_IN_USE; the library says "no longer available" of a busy ALSA device. */
const busyWords = /STREAM_OPEN_FAILED.*(busy|in use|no longer available|0x8889000a)/is;

function codeOf(failure: unknown): string {
  return failure instanceof Error && 'code' in failure ? String(failure.code) : '';
}
