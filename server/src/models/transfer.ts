import type { Dispatcher } from 'undici';
import type { FreeBytes } from './diskSpace.ts';
import type { Environment, NetworkTiming } from './network.ts';
import type { OpenPartFile } from './partFile.ts';

/** What every source needs to bring bytes to the disk. */
export interface Transfer {
  readonly client: Dispatcher;
  readonly environment: Environment;
  readonly timing: NetworkTiming;
  readonly npmCommand: readonly string[];
  readonly openPartFile: OpenPartFile;
  readonly freeBytes: FreeBytes;
  readonly signal: AbortSignal;
  /** One line for the user: what is unusual about this pull. */
  readonly onNote: (note: string) => void;
}
