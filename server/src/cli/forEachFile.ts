import type { CommandContext } from './command.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { toFailure, UsageError } from './failure.ts';

export interface FileWork {
  readonly context: CommandContext;
  /** One sentence for a person who pressed Ctrl+C: what is kept. */
  readonly keptOnInterrupt: string;
}

/**
 * Works on files one after the other. One that fails is reported and does not stop the others; what would fail for them
 * too is thrown on.
 *
 * @throws UsageError where standard input is named
 * @param work  false where the file is not as it should be
 */
export async function forEachFile(
  files: readonly string[],
  { context: { output, signal }, keptOnInterrupt }: FileWork,
  work: (file: string) => Promise<boolean>,
): Promise<ExitCode> {
  if (files.includes('-'))
    throw new UsageError(
      'Standard input is not read here: - would be it.',
      'Name files; one that is called - is written ./-.',
    );
  let exitCode: ExitCode = exitCodes.ok;
  for (const file of files) {
    try {
      signal.throwIfAborted();
      if (!(await work(file))) exitCode = exitCodes.inputFailed;
    } catch (error) {
      signal.throwIfAborted();
      const failure = toFailure(error, keptOnInterrupt);
      if (failure.exitCode !== exitCodes.inputFailed) throw error;
      output.failure(failure, file);
      exitCode = exitCodes.inputFailed;
    }
  }
  return exitCode;
}
