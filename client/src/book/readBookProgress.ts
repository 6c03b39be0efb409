export interface BookProgress {
  /** The chapter. */
  readonly label: string;
  /** Of the whole book, 0 to 1. */
  readonly share: number;
}

/** Reads a line of the progress that the command line prints where there is no terminal; null for any other line. */
export function readBookProgress(line: string): BookProgress | null {
  const [, label, percent] = /^(.+?) {2}(\d+)% {2}/u.exec(line) ?? [];
  return label === undefined ? null : { label, share: Number(percent) / 100 };
}
