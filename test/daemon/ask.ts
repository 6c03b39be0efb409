import { z } from 'zod';
import { defineNotification, defineRequest } from '../../protocol/message.ts';
import { sendNotification } from '../../protocol/calls.ts';
import type { DaemonConnection } from '../../server/src/daemon/daemonConnection.ts';

const anything = z.looseObject({});

/** Asks for one of the test's own methods. */
export function ask(
  connection: DaemonConnection,
  method: string,
  params: object = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const definition = defineRequest({
    method,
    summary: '',
    params: anything,
    result: anything,
    errors: [],
    example: { params: {}, result: {} },
  });
  return connection.request(definition, { ...params }, signal);
}

/** Sends one of the test's own notifications. */
export function tell(
  connection: Pick<DaemonConnection, 'rpc'>,
  method: string,
  params: object,
): Promise<void> {
  const definition = defineNotification({ method, summary: '', params: anything, example: { params: {} } });
  return sendNotification(connection.rpc, definition, { ...params });
}
