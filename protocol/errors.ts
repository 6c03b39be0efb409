/** Every failure the world can cause, by a stable code. Our own bugs are ordinary exceptions and have none. */
export const speechErrorCodes = [
  'audioDeviceUnavailable',
  'busy',
  'cacheNotWritable',
  'daemonUnreachable',
  'deviceBusy',
  'diskFull',
  'downloadFailed',
  'engineFailed',
  'executionProviderUnavailable',
  'fileUnreadable',
  'fileUnwritable',
  'inputTooLong',
  'invalidInput',
  'languageUnsupported',
  'microphonePermissionDenied',
  'modelCorrupt',
  'modelIncompatible',
  'modelNotInstalled',
  'networkUnreachable',
  'outOfMemory',
  'protocolMismatch',
  'scriptHasErrors',
  'unauthorized',
  'unknownModel',
  'unknownVoice',
  'unsupportedAudio',
] as const;

export type SpeechErrorCode = (typeof speechErrorCodes)[number];

export interface SpeechErrorDetails {
  /** One sentence that names the thing that failed. */
  readonly message: string;
  /** One sentence that names the way out. */
  readonly hint: string;
  readonly cause?: unknown;
  /** What a program may want to know of it, such as the position in a queue. */
  readonly data?: SpeechErrorData;
}

/** Plain values that survive JSON. */
export type SpeechErrorData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The world refused. Thrown once, where the refusal is first understood, with the original failure as
 * `cause`; never wrapped again. A cancelled request is not a SpeechError: it rejects with the signal's reason.
 */
export class SpeechError extends Error {
  readonly code: SpeechErrorCode;
  readonly hint: string;
  readonly data: SpeechErrorData;

  constructor(code: SpeechErrorCode, details: SpeechErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'SpeechError';
    this.code = code;
    this.hint = details.hint;
    this.data = details.data ?? {};
  }
}

export function isSpeechError(error: unknown, code?: SpeechErrorCode): error is SpeechError {
  return error instanceof SpeechError && (code === undefined || error.code === code);
}
