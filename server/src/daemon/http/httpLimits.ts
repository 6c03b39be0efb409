/** How much of everything one adapter bears. */
export interface HttpLimits {
  /** Speech and transcriptions at once; one more is answered 429. */
  readonly requestCount: number;
  /** Open connections; one more is closed. */
  readonly connectionCount: number;
  readonly headerBytes: number;
  /** Of a JSON body. */
  readonly jsonBytes: number;
  /** Of an uploaded sound file. */
  readonly uploadBytes: number;
  /** Of one form field that is no file. */
  readonly fieldBytes: number;
  /** A request whose headers are not complete by then is answered 408. */
  readonly headersMs: number;
  /** A request whose body is not complete by then is answered 408. */
  readonly requestMs: number;
  /** A client that reads nothing for so long, while something waits for it, is cut off. */
  readonly stallMs: number;
  /** How long a refused client may go on sending its body, so that it comes to read why. */
  readonly lingerMs: number;
}

export const httpLimits: HttpLimits = {
  requestCount: 8,
  connectionCount: 256,
  headerBytes: 16 * 1024,
  jsonBytes: 8 * 1024 * 1024,
  uploadBytes: 1024 ** 3,
  fieldBytes: 64 * 1024,
  headersMs: 10_000,
  requestMs: 5 * 60_000,
  stallMs: 30_000,
  lingerMs: 2_000,
};
