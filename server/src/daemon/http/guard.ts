import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ignoredHeader } from './checkFields.ts';
import { HttpRefusal } from './httpRefusal.ts';

export interface GuardOptions {
  readonly key: string;
  /** Origins of web pages that may ask, such as `http://localhost:3000`. */
  readonly allowedOrigins: readonly string[];
}

/** Who may ask at all. */
export interface Guard {
  /**
   * A web page cannot reach the adapter, neither by its own origin nor by a name that it makes point here.
   *
   * @returns headers that let a page of an allowed origin read the answer
   * @throws HttpRefusal 403
   */
  checkSender(request: IncomingMessage): Readonly<Record<string, string>>;
  /** @throws HttpRefusal 401 */
  checkKey(request: IncomingMessage): void;
}

export function createGuard({ key, allowedOrigins }: GuardOptions): Guard {
  const keyDigest = digest(key);
  const allowed = new Set(allowedOrigins.map(toOrigin));
  return {
    checkSender({ headers: { host, origin } }) {
      if (!isLoopbackName(host)) throw wrongHost();
      if (origin === undefined) return {};
      if (!allowed.has(origin)) throw wrongOrigin();
      return {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': `${ignoredHeader}, retry-after`,
        vary: 'Origin',
      };
    },
    checkKey({ headers: { authorization = '' } }) {
      const given = /^Bearer +(?<key>\S+) *$/i.exec(authorization)?.groups?.['key'];
      // Digests have one length, so the time tells nothing of the key, not even how long it is.
      if (given !== undefined && timingSafeEqual(digest(given), keyDigest)) return;
      throw noKey(given === undefined);
    },
  };
}

/** As browsers write it: without a path, and in small letters. */
function toOrigin(written: string): string {
  return /^https?:/i.test(written) && URL.canParse(written) ? new URL(written).origin : written;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLoopbackName(host: string | undefined): boolean {
  return host !== undefined && /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);
}

function wrongHost(): HttpRefusal {
  return new HttpRefusal(403, {
    code: 'unauthorized',
    message: 'The Host header names another machine.',
    hint: 'Ask for http://127.0.0.1, http://[::1] or http://localhost.',
  });
}

function wrongOrigin(): HttpRefusal {
  return new HttpRefusal(403, {
    code: 'unauthorized',
    message: 'Web pages of this origin may not ask.',
    hint: 'Ask from a program, or add the origin to those that are allowed.',
  });
}

function noKey(isMissing: boolean): HttpRefusal {
  return new HttpRefusal(401, {
    code: 'unauthorized',
    message: isMissing ? 'The request has no key.' : 'The key is wrong.',
    hint: 'Send the header "Authorization: Bearer KEY" with the key of the speech service.',
    headers: { 'www-authenticate': 'Bearer' },
  });
}
