/** A file of a model, complete and verified in its part file, on the point of getting its final name. */
export interface ReceivedFile {
  readonly path: string;
  readonly partPath: string;
  readonly sha256: string;
}

/** One file asked of a source. */
export interface WantedFile {
  readonly path: string;
  /** Exact where `sha256` is given. */
  readonly bytes: number;
  /** Null where nobody knows yet. */
  readonly sha256: string | null;
  readonly partPath: string;
}

/** How much of the files asked for has arrived, from 0 to 1. */
export type OnFraction = (fraction: number) => void;
