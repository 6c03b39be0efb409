import { expect, test } from 'vitest';
import { proxyFor } from '../../server/src/models/proxy.ts';

test.each([
  ['https://hub.example/x', {}, null],
  ['https://hub.example/x', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128/'],
  ['https://hub.example/x', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
  [
    'https://hub.example/x',
    { HTTPS_PROXY: 'http://upper:1', https_proxy: 'http://lower:2' },
    'http://lower:2/',
  ],
  ['https://hub.example/x', { HTTP_PROXY: 'http://proxy:3128' }, null],
  ['http://hub.example/x', { http_proxy: 'http://proxy:3128' }, 'http://proxy:3128/'],
  ['https://hub.example/x', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'other, .example' }, null],
  ['https://hub.example/x', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'hub.example:443' }, null],
  ['https://hub.example/x', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'hub.example:80' }, 'http://proxy:1/'],
  ['https://nothub.example/x', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: 'hub.example' }, 'http://proxy:1/'],
  ['https://hub.example/x', { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: '*' }, null],
])('%s with %j goes by %s', (address, environment, proxy) => {
  expect(proxyFor(new URL(address), environment)?.href ?? null).toBe(proxy);
});

test.each(['::', 'http://[', 'http://proxy:99999', 'socks5://user:secret@proxy:1080', 'ftp://proxy'])(
  'what is no proxy is refused without its password: %s',
  (proxy) => {
    const ask = (): unknown => proxyFor(new URL('https://hub.example/x'), { HTTPS_PROXY: proxy });
    expect(ask).toThrow(
      expect.objectContaining({
        code: 'downloadFailed',
        message: 'HTTPS_PROXY names no proxy that can be used.',
      }),
    );
  },
);
