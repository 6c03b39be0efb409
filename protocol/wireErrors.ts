import { SpeechError, speechErrorCodes, type SpeechErrorCode, type SpeechErrorData } from './errors.ts';

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

/** An error object of JSON-RPC. */
export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** What `data` says of a SpeechError: its own data, and these. */
export type WireErrorData = SpeechErrorData & {
  readonly code: SpeechErrorCode;
  /** One sentence that names the way out. */
  readonly hint: string;
};

/** @param number  one of JSON-RPC's own where that fits better, such as -32700 for what is no JSON */
export function toWireError(error: SpeechError, number = wireErrorNumbers[error.code]): WireError {
  const data: WireErrorData = { ...error.data, code: error.code, hint: error.hint };
  return { code: number, message: error.message, data };
}

/** @returns null where the error is not one of the codes */
export function fromWireError({ message, data }: WireError): SpeechError | null {
  if (typeof data !== 'object' || data === null || !('code' in data)) return null;
  const code = speechErrorCodes.find((known) => known === data.code);
  if (code === undefined) return null;
  const { hint, ...rest }: Record<string, unknown> = { ...data };
  return new SpeechError(code, {
    message,
    hint: typeof hint === 'string' ? hint : '',
    data: Object.fromEntries(Object.entries(rest).filter(isOwnData)),
  });
}

function isOwnData(entry: [string, unknown]): entry is [string, SpeechErrorData[string]] {
  const [key, value] = entry;
  return key !== 'code' && (value === null || ['string', 'number', 'boolean'].includes(typeof value));
}
