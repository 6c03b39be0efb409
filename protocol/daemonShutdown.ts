/** Asks the daemon to end, sent by a client that was stopped by its user or that brings a newer daemon. */
export const daemonShutdownMethod = 'speech/daemonShutdown';

export interface DaemonShutdownParams {
  /** True: no new connection is taken, what runs is finished first. False: what runs is cancelled. */
  readonly drain: boolean;
}
