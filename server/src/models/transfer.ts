import type { FreeBytes } from '../files/diskSpace.ts';
import type { Network } from './network.ts';
import type { OpenPartFile } from '../files/partFile.ts';

/** What every source needs to bring bytes to the disk. */
export interface Transfer extends Network {
  readonly npmCommand: readonly string[];
  readonly openPartFile: OpenPartFile;
  readonly freeBytes: FreeBytes;
  /** One line for the user: what is unusual about this pull. */
  readonly onNote: (note: string) => void;
}
