import { ErrorCodes } from 'vscode-jsonrpc/node';
import { SpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';
import { toWireError, type WireError } from '../../../protocol/wireErrors.ts';

/** Bytes that are no message of the protocol. What follows them has no meaning: the connection ends. */
export class MessageFault extends Error {
  /** The last answer on the connection. */
  readonly answer: WireError;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.name = 'MessageFault';
    const { number, code } = faultCodes[kind];
    this.answer = toWireError(
      new SpeechError(code, { message, hint: 'Send JSON-RPC 2.0 messages as the protocol describes them.' }),
      number,
    );
  }
}

type FaultKind = 'unreadable' | 'tooLong' | 'notAMessage';

const faultCodes: Record<FaultKind, { readonly number: number; readonly code: SpeechErrorCode }> = {
  unreadable: { number: ErrorCodes.ParseError, code: 'invalidInput' },
  tooLong: { number: ErrorCodes.InvalidRequest, code: 'inputTooLong' },
  notAMessage: { number: ErrorCodes.InvalidRequest, code: 'invalidInput' },
};
