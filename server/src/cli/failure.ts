import { isSpeechError, type SpeechErrorCode } from '../../../protocol/errors.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';

/** How a failure is told: to a person in two lines, to a program as `error` of the JSON object. */
export interface Failure {
  readonly code: SpeechErrorCode | 'usage' | 'interrupted' | 'internal';
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

/** The command line itself is wrong: an unknown option, a value out of range. */
export class UsageError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UsageError';
    this.hint = hint;
  }
}

/** The reason of the signal that Ctrl+C aborts. */
export class InterruptedError extends Error {
  constructor() {
    super('Interrupted');
    this.name = 'InterruptedError';
  }
}

/** @param keptOnInterrupt  one sentence that says what an interrupted command leaves behind */
export function toFailure(error: unknown, keptOnInterrupt: string): Failure {
  if (error instanceof InterruptedError) {
    return {
      code: 'interrupted',
      message: 'Interrupted.',
      hint: keptOnInterrupt,
      exitCode: exitCodes.interrupted,
    };
  }
  if (isSpeechError(error)) {
    return {
      code: error.code,
      message: error.message,
      hint: error.hint,
      exitCode: exitCodeOf(error.code),
    };
  }
  if (error instanceof UsageError) {
    return { code: 'usage', message: error.message, hint: error.hint, exitCode: exitCodes.usage };
  }
  return {
    code: 'internal',
    message: `Aloud failed: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'This is a fault of Aloud, please report it; ALOUD_DEBUG=1 shows where it happened.',
    exitCode: exitCodes.internal,
  };
}
