import { ResponseError } from 'vscode-jsonrpc/node';
import { isSpeechError, SpeechError } from '../../../protocol/errors.ts';
import { fromWireError, toWireError, type WireError } from '../../../protocol/wireErrors.ts';

/** How a failure crosses the border: a SpeechError as on the wire, anything else as its message and its code. */
export function toSoundFailure(error: unknown): WireError {
  if (isSpeechError(error)) return toWireError(error);
  const message = error instanceof Error ? error.message : String(error);
  const libraryCode = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { code: libraryFailureNumber, message, data: { libraryCode } };
}

/** No number of a code of ours, nor of JSON-RPC. */
const libraryFailureNumber = 1;

/** What was thrown behind the border. */
export function fromSoundFailure(failure: WireError): Error {
  const known = fromWireError(failure);
  if (known !== null) return known;
  const { libraryCode } = failure.data as { readonly libraryCode: string };
  return Object.assign(new Error(failure.message), { code: libraryCode });
}

/** @param error  what a request rejected with: what was thrown behind the border, or that nothing is there any more */
export function fromRejection(error: unknown): Error {
  const isThrown = error instanceof ResponseError && error.data !== undefined;
  return isThrown ? fromSoundFailure(error) : processFailed(error);
}

export function processFailed(cause?: unknown): SpeechError {
  return new SpeechError('audioDeviceUnavailable', {
    message: 'The process that has the sound devices has failed.',
    hint: 'Try again; `aloud doctor` says what works.',
    cause,
  });
}
