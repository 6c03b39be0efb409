import { ResponseError } from 'vscode-jsonrpc/node';
import { SpeechError, speechErrorCodes, type SpeechErrorCode } from './errors.ts';

/**
 * How a `SpeechError` travels: its number as the JSON-RPC code, and in `data` its code and the way out. Numbers are
 * outside the ranges of JSON-RPC (-32768 to -32000) and LSP (-32899 to -32800), and never change.
 */
export const wireErrorNumbers: Readonly<Record<SpeechErrorCode, number>> = {
  audioDeviceUnavailable: 1001,
  busy: 1002,
  cacheNotWritable: 1003,
  daemonUnreachable: 1004,
  deviceBusy: 1005,
  diskFull: 1006,
  downloadFailed: 1007,
  engineFailed: 1008,
  executionProviderUnavailable: 1009,
  fileUnreadable: 1010,
  fileUnwritable: 1011,
  inputTooLong: 1012,
  invalidInput: 1013,
  languageUnsupported: 1014,
  microphonePermissionDenied: 1015,
  modelCorrupt: 1016,
  modelIncompatible: 1017,
  modelNotInstalled: 1018,
  networkUnreachable: 1019,
  outOfMemory: 1020,
  protocolMismatch: 1021,
  scriptHasErrors: 1022,
  unauthorized: 1023,
  unknownModel: 1024,
  unknownVoice: 1025,
  unsupportedAudio: 1026,
};

/** What a cancelled request is answered with, as in LSP. */
export const requestCancelledNumber = -32_800;

export interface WireErrorData {
  readonly code: SpeechErrorCode;
  /** One sentence that names the way out. */
  readonly hint: string;
}

export function toWireError({ code, message, hint }: SpeechError): ResponseError<WireErrorData> {
  return new ResponseError(wireErrorNumbers[code], message, { code, hint });
}

/** @returns the error as it was thrown on the other side; what is no SpeechError stays as it is */
export function fromWireError(error: unknown): unknown {
  if (!(error instanceof ResponseError) || !isWireErrorData(error.data)) return error;
  return new SpeechError(error.data.code, { message: error.message, hint: error.data.hint, cause: error });
}

function isWireErrorData(data: unknown): data is WireErrorData {
  if (typeof data !== 'object' || data === null) return false;
  const { code, hint } = data as Partial<Record<keyof WireErrorData, unknown>>;
  return typeof hint === 'string' && speechErrorCodes.some((known) => known === code);
}
