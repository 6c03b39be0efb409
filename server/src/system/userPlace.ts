import { tmpdir } from 'node:os';
import { homeFolder } from './homeFolder.ts';

/** What decides where files of a user belong. */
export interface FolderPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly homeFolder: string;
}

/** A user on a machine. */
export interface UserPlace extends FolderPlace {
  readonly tempFolder: string;
  /** Null on Windows. */
  readonly userId: number | null;
}

/** Of this process; asked where a process is composed, and handed on from there. */
export function thisUserPlace(environment: FolderPlace['environment'] = process.env): UserPlace {
  return {
    platform: process.platform,
    environment,
    homeFolder: homeFolder(),
    tempFolder: tmpdir(),
    userId: process.getuid?.() ?? null,
  };
}
