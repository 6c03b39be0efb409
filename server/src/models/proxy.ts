import { SpeechError } from '../../../protocol/errors.ts';
import { parseWebAddress } from './webAddress.ts';

/** Variables of the process that name proxies and mirrors. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address, by the conventions of curl: `HTTPS_PROXY` and `HTTP_PROXY` in
 * either case, the lower one first; hosts of `NO_PROXY` (`host`, `.domain`, `host:port`, `*`) are asked directly.
 *
 * @throws SpeechError downloadFailed where it names no proxy of HTTP
 */
export function proxyFor(url: URL, environment: Environment): URL | null {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = variable(environment, name);
  if (proxy === '' || isExempt(url, variable(environment, 'NO_PROXY'))) {
    return null;
  }
  const address = parseWebAddress(/^[a-z][a-z\d+.-]*:\/\//iu.test(proxy) ? proxy : `http://${proxy}`);
  if (address !== null) return address;
  // Its value is not repeated: it may hold a password.
  throw new SpeechError('downloadFailed', {
    message: `${name} names no proxy that can be used.`,
    hint: 'Write it as http://HOST:PORT, or unset it; proxies of another kind, such as socks5, are not supported.',
  });
}

function variable(environment: Environment, name: string): string {
  return environment[name.toLowerCase()] ?? environment[name] ?? '';
}

function isExempt(url: URL, noProxy: string): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const { host = '', port: exemptPort = port } =
        /^(?<host>.*?)(?::(?<port>\d+))?$/u.exec(entry)?.groups ?? {};
      const domain = host.replace(/^\*?\.?/u, '');
      const isInside = entry === '*' || url.hostname === domain || url.hostname.endsWith(`.${domain}`);
      return isInside && exemptPort === port;
    });
}
