import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SpeechServices } from '../../handlers/speechServices.ts';
import type { HttpLimits } from './httpLimits.ts';
import type { HttpMetrics } from './httpMetrics.ts';
import type { UploadFolder } from './uploadFolder.ts';

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client has gone, or the adapter closes. */
  readonly signal: AbortSignal;
  /** For what is leased: `http-1`, `http-2` ... */
  readonly owner: string;
  /** What stands for `{id}` in the route's path; empty where it has none. */
  readonly id: string;
}

/** What all requests share. */
export interface HttpParts {
  readonly services: SpeechServices;
  readonly version: string;
  readonly limits: HttpLimits;
  readonly metrics: HttpMetrics;
  readonly uploads: UploadFolder;
  /** Speech and transcriptions that run now. */
  readonly runningCount: () => number;
}
