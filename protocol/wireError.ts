import { SpeechError, type SpeechErrorCode, speechErrorCodes } from './errors.ts';

/** An error object of JSON-RPC. */
export interface WireError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** What `data` says of a SpeechError. */
export interface WireErrorData {
  readonly code: SpeechErrorCode;
  readonly hint: string;
}

/** The number of every SpeechError, outside the ranges of JSON-RPC and LSP; `data.code` says which it is. */
export const speechErrorNumber = 1;

/** @param number  one of JSON-RPC's own where that fits better, such as -32700 for what is no JSON */
export function toWireError(error: SpeechError, number = speechErrorNumber): WireError {
  const data: WireErrorData = { code: error.code, hint: error.hint };
  return { code: number, message: error.message, data };
}

/** @returns null where the error is not one of the codes */
export function fromWireError({ message, data }: WireError): SpeechError | null {
  if (typeof data !== 'object' || data === null || !('code' in data)) return null;
  const code = speechErrorCodes.find((known) => known === data.code);
  if (code === undefined) return null;
  const hint = 'hint' in data && typeof data.hint === 'string' ? data.hint : '';
  return new SpeechError(code, { message, hint });
}
