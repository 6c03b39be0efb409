import type { SpeechErrorCode } from '../../../protocol/errors.ts';

/** What the process ends with; 0 also for a `doctor` that found something missing. */
export const exitCodes = {
  ok: 0,
  inputFailed: 1,
  usage: 2,
  environment: 3,
  internal: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The one table from a failure to the exit code it ends with. */
const speechErrorExitCodes: Readonly<Record<SpeechErrorCode, ExitCode>> = {
  audioDeviceUnavailable: exitCodes.environment,
  busy: exitCodes.environment,
  cacheNotWritable: exitCodes.environment,
  daemonUnreachable: exitCodes.environment,
  deviceBusy: exitCodes.environment,
  diskFull: exitCodes.environment,
  downloadFailed: exitCodes.environment,
  engineFailed: exitCodes.internal,
  executionProviderUnavailable: exitCodes.environment,
  fileUnreadable: exitCodes.inputFailed,
  fileUnwritable: exitCodes.environment,
  inputTooLong: exitCodes.inputFailed,
  invalidInput: exitCodes.inputFailed,
  languageUnsupported: exitCodes.inputFailed,
  microphonePermissionDenied: exitCodes.environment,
  modelCorrupt: exitCodes.environment,
  modelIncompatible: exitCodes.environment,
  modelNotInstalled: exitCodes.environment,
  networkUnreachable: exitCodes.environment,
  outOfMemory: exitCodes.environment,
  protocolMismatch: exitCodes.environment,
  scriptHasErrors: exitCodes.inputFailed,
  unauthorized: exitCodes.environment,
  unknownModel: exitCodes.usage,
  unknownVoice: exitCodes.usage,
  unsupportedAudio: exitCodes.inputFailed,
};

export function exitCodeOf(code: SpeechErrorCode): ExitCode {
  return speechErrorExitCodes[code];
}
