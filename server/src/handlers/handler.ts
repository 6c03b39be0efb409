import type { z } from 'zod';
import type { Infer, NotificationDefinition, RequestDefinition } from '../../../protocol/message.ts';

/** One client, as handlers see it. */
export interface Client {
  /** Different for every connection of this daemon's life. */
  readonly id: string;
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal;
  /** Resolves when the transport has taken the message; rejects when the connection is gone. */
  notify<Params extends z.ZodObject>(
    definition: NotificationDefinition<Params>,
    params: Infer<Params>,
  ): Promise<void>;
}

/** Answers the requests of one definition from one client. */
export interface Handler {
  readonly definition: RequestDefinition;
  /** @param params  checked against the definition */
  readonly run: (params: unknown, signal: AbortSignal) => Promise<object>;
}

/**
 * @param run  its signal is aborted by `$/cancelRequest` and when the connection is gone; it throws a `SpeechError`
 *             for what the world refused, and the signal's reason after an abort
 */
export function handle<Params extends z.ZodObject, Result extends z.ZodObject>(
  definition: RequestDefinition<Params, Result>,
  run: (params: Infer<Params>, signal: AbortSignal) => Promise<Infer<Result>>,
): Handler {
  return {
    definition,
    // What is given was parsed by this very definition.
    run: (params, signal) => run(params as Infer<Params>, signal),
  };
}
