import { randomUUID } from 'node:crypto';

/** A name that no other stream of the connection has. */
export function createStreamName(): string {
  return randomUUID();
}
