/** How much of everything one daemon bears. */
export interface DaemonLimits {
  /** Connections at once; one more is answered `busy`. */
  readonly connectionCount: number;
  /** Requests of one connection that run at once; one more is answered `busy`. */
  readonly requestCount: number;
  readonly headerBytes: number;
  /** Of a message before the token was checked. */
  readonly unauthenticatedBodyBytes: number;
  readonly bodyBytes: number;
  /** Arrays and objects inside each other. */
  readonly jsonDepth: number;
  /** Bytes that wait for a client to read them. One message of any size may wait alone. */
  readonly pendingBytes: number;
  /** A connection that has not sent its token by then is closed. */
  readonly handshakeMs: number;
  /** A client that reads nothing for so long, while something waits for it, is cut off. */
  readonly stallMs: number;
  /** How long a refused client may take to read why. */
  readonly lingerMs: number;
  /** An unused daemon ends after that time. */
  readonly idleMs: number;
  /** How often the daemon looks whether it can still be found and its program is still there. */
  readonly presenceMs: number;
  /** What has not finished by then after a call to drain is cancelled. */
  readonly drainMs: number;
}

export const daemonLimits: DaemonLimits = {
  connectionCount: 128,
  requestCount: 256,
  headerBytes: 4 * 1024,
  unauthenticatedBodyBytes: 4 * 1024,
  bodyBytes: 8 * 1024 * 1024,
  jsonDepth: 64,
  pendingBytes: 16 * 1024 * 1024,
  handshakeMs: 5_000,
  stallMs: 30_000,
  lingerMs: 1_000,
  idleMs: 10 * 60_000,
  presenceMs: 60_000,
  drainMs: 5 * 60_000,
};
