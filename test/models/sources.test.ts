import { expect, test } from 'vitest';
import { hubFileUrl } from '../../server/src/models/hubSource.ts';
import { parseSource, type HubSource } from '../../server/src/models/sources.ts';

test.each([
  [
    'npm:left@1.2.3/dist/a b.onnx',
    { kind: 'npm', packageName: 'left', version: '1.2.3', path: 'dist/a b.onnx' },
  ],
  ['npm:@scope/left@1.2.3/a', { kind: 'npm', packageName: '@scope/left', version: '1.2.3', path: 'a' }],
  [
    'hf:owner/repo@main/onnx/m.onnx',
    { kind: 'hf', repository: 'owner/repo', revision: 'main', path: 'onnx/m.onnx' },
  ],
  ['modelscope:o/r@v1/m', { kind: 'modelscope', repository: 'o/r', revision: 'v1', path: 'm' }],
  ['file:/some/where', { kind: 'file', path: '/some/where' }],
])('%s', (text, expected) => {
  expect(parseSource(text)).toEqual(expected);
});

test.each(['', 'npm:left/dist', 'hf:owner/repo/path', 'ftp:a@b/c'])('%s is not a source', (text) => {
  expect(() => parseSource(text)).toThrow(RangeError);
});

test.each([
  ['hf:o/r@main/a b/c.pt', {}, 'https://huggingface.co/o/r/resolve/main/a%20b/c.pt'],
  ['modelscope:o/r@master/c.pt', {}, 'https://modelscope.cn/models/o/r/resolve/master/c.pt'],
  [
    'hf:o/r@main/c.pt',
    { HF_ENDPOINT: 'https://mirror.example/hf/' },
    'https://mirror.example/hf/o/r/resolve/main/c.pt',
  ],
  ['hf:o/r@main/c.pt', { HF_ENDPOINT: '' }, 'https://huggingface.co/o/r/resolve/main/c.pt'],
  [
    'modelscope:o/r@master/c.pt',
    { MODELSCOPE_ENDPOINT: 'http://127.0.0.1:1' },
    'http://127.0.0.1:1/models/o/r/resolve/master/c.pt',
  ],
])('%s with %j is at %s', (text, environment, address) => {
  expect(hubFileUrl(parseSource(text) as HubSource, environment).href).toBe(address);
});

test.each([
  ['hf:o/r@main/c.pt', 'HF_ENDPOINT', 'hf-mirror.com'],
  ['hf:o/r@main/c.pt', 'HF_ENDPOINT', 'localhost:8080'],
  ['hf:o/r@main/c.pt', 'HF_ENDPOINT', 'http://'],
  ['hf:o/r@main/c.pt', 'HF_ENDPOINT', 'http://['],
  ['modelscope:o/r@master/c.pt', 'MODELSCOPE_ENDPOINT', 'file:///models'],
])('%s with %s=%s is refused by the name of the variable', (text, variable, value) => {
  const ask = (): unknown => hubFileUrl(parseSource(text) as HubSource, { [variable]: value });
  expect(ask).toThrow(
    expect.objectContaining({
      code: 'downloadFailed',
      message: `${variable} is '${value}', which is no web address.`,
    }),
  );
});
