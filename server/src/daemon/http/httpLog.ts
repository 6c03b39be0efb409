/** The part of the daemon's log that the adapter writes to: what was asked and how it ended, never what was said. */
export interface HttpLog {
  info(tag: 'daemon', message: string, fields?: HttpLogFields): void;
  error(tag: 'daemon', message: string, fields?: HttpLogFields): void;
}

export type HttpLogFields = Readonly<Record<string, string | number | boolean | null>>;
