/** Variables of the process that name proxies and mirrors. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an address, by the conventions of curl: `HTTPS_PROXY` and `HTTP_PROXY` in
 * either case, the lower one first; hosts of `NO_PROXY` (`host`, `.domain`, `host:port`, `*`) are asked directly.
 */
export function proxyFor(url: URL, environment: Environment): URL | null {
  const proxy = variable(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (proxy === '' || isExempt(url, variable(environment, 'NO_PROXY'))) {
    return null;
  }
  return new URL(/^[a-z]+:\/\//iu.test(proxy) ? proxy : `http://${proxy}`);
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
