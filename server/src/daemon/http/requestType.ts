import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './httpRefusal.ts';

/** @throws HttpRefusal 415 for a compressed body: its size would say nothing of what it unpacks to */
export function refuseEncoded({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() === 'identity') return;
  throw new HttpRefusal(415, {
    code: 'invalidInput',
    message: 'The body is compressed.',
    hint: 'Send it as it is, without a Content-Encoding.',
  });
}
