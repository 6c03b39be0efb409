/** The version of the protocol. Majors do not understand each other; a minor only adds. */
export interface ProtocolVersion {
  readonly major: number;
  readonly minor: number;
}

export const protocolVersion: ProtocolVersion = { major: 1, minor: 0 };

/**
 * The first message on a socket, sent by the client; the daemon reads no other before it.
 *
 * Fails with `unauthorized` (no or a wrong token, or another message first), `protocolMismatch` (another major),
 * `invalidInput` (a field is missing) and `busy` (too many connections); the connection is closed after each.
 */
export const connectionOpenMethod = 'speech/connectionOpen';

export interface ConnectionOpenParams {
  /** What the token file of the daemon says. */
  readonly token: string;
  readonly protocolVersion: ProtocolVersion;
  readonly client: ClientDescription;
}

export interface ClientDescription {
  /** Such as `vscode` or `aloud-cli`. */
  readonly name: string;
  /** The product's version, such as `1.2.3`. */
  readonly version: string;
}

export interface ConnectionOpenResult {
  readonly protocolVersion: ProtocolVersion;
  /** The product's version; a newer client asks an older daemon to hand over with `speech/daemonShutdown`. */
  readonly serverVersion: string;
  readonly processId: number;
}
