import type { Writable } from 'node:stream';
import { errorCode, writeFailureReason } from '../files/fileSystemErrors.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';

export interface BrokenOutput {
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly exit: (code: ExitCode) => void;
}

/**
 * Ends the process when nobody takes what it prints. A reader that has seen enough, such as `head`, closes the pipe:
 * that is no failure. A full disk is one, and is told.
 */
export function onBrokenOutput({ stdout, stderr, exit }: BrokenOutput): void {
  const isClosed = (error: Error): boolean => errorCode(error) === 'EPIPE';
  let isTold = false;
  stdout.on('error', (error) => {
    // The process goes on until it is told, and each write until then fails again.
    if (isTold) return;
    if (isClosed(error)) {
      exit(exitCodes.ok);
      return;
    }
    isTold = true;
    const sentence = `Standard output cannot be written: ${writeFailureReason(error)}.`;
    const wayOut = 'Free some space, or send it elsewhere.';
    stderr.write(`error: ${sentence}\n  ${wayOut}\n`, () => {
      exit(exitCodes.environment);
    });
  });
  stderr.on('error', (error) => {
    exit(isClosed(error) ? exitCodes.ok : exitCodes.environment);
  });
}
