import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '../../server/src/daemon/messageFault.ts';
import { parseMessage } from '../../server/src/daemon/parseMessage.ts';

function faultOf(body: string | Buffer): string | undefined {
  try {
    parseMessage(Buffer.from(body), 64);
    return undefined;
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    return `${String(error.answer.code)} ${error.message}`;
  }
}

const request = (fields: object) => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'a', ...fields });
const nested = (depth: number) =>
  request({ params: { x: 0 } }).replace('0}', `${'['.repeat(depth)}${']'.repeat(depth)}}`);

const notJson = '-32700 A message is not JSON.';
const notUtf8 = '-32700 A message is not valid UTF-8.';
const noMessage = '-32600 A message is neither a request nor a notification nor a response.';
const tooDeep = '-32600 A message is nested more than 64 levels deep.';

describe('what is a message', () => {
  test.each([
    request({}),
    request({ id: 'one', params: [] }),
    request({ id: undefined, params: { deep: [[[]]] } }),
    request({ params: null }),
    '{"jsonrpc":"2.0","id":1,"result":null}',
    '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}',
    request({ method: '$/cancelRequest', id: undefined, params: { id: 7 } }),
    ` \n${request({})}\t`,
    nested(62),
    request({ params: { text: '[[['.repeat(1_000) + '\\"[[['.repeat(1_000) } }),
  ])('%.80s', (body) => {
    expect(faultOf(body)).toBeUndefined();
  });
});

describe('what is none', () => {
  test.each([
    ['', notJson],
    ['{', notJson],
    [request({}).slice(1), notJson],
    ['\uFEFF' + request({}), notJson],
    ['{"jsonrpc":"2.0",\0}', notJson],
    ['{"a":"\0"}', notJson],
    ['"\\', notJson],
    [Buffer.from([0x22, 0xc3, 0x28, 0x22]), notUtf8],
    [Buffer.from([0xff, 0xfe, 0x00, 0x00]), notUtf8],
    ['1', noMessage],
    ['null', noMessage],
    ['"text"', noMessage],
    ['[]', noMessage],
    [`[${request({})}]`, noMessage],
    ['{}', noMessage],
    [request({ jsonrpc: '1.0' }), noMessage],
    [request({ jsonrpc: undefined }), noMessage],
    [request({ method: 7 }), noMessage],
    [request({ method: null }), noMessage],
    [request({ id: null }), noMessage],
    [request({ id: {} }), noMessage],
    [request({ id: 1.5 }), noMessage],
    ['{"jsonrpc":"2.0","id":1}', noMessage],
    ['{"jsonrpc":"2.0","id":1,"error":"text"}', noMessage],
    ['{"jsonrpc":"2.0","id":1,"result":1,"error":{}}', noMessage],
    [request({ method: '$/cancelRequest', id: undefined }), noMessage],
    [request({ method: '$/cancelRequest', id: undefined, params: null }), noMessage],
    [request({ method: '$/cancelRequest', id: undefined, params: { id: null } }), noMessage],
    [nested(63), tooDeep],
    ['['.repeat(1_000_000), tooDeep],
    ['{"a":'.repeat(100_000), tooDeep],
    ['"\\""'.repeat(3) + '['.repeat(65), tooDeep],
  ])('%.60j: %s', (body, fault) => {
    expect(faultOf(body)).toBe(fault);
  });
});

test('depth is counted as JSON counts it, whatever the strings hold', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  const text = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', '}', 'x', 'é', '\u2028') });
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(value, (params) => {
      const message = { jsonrpc: '2.0', method: 'a', params };
      const body = Buffer.from(JSON.stringify(message));
      const depth = depthOf(JSON.parse(body.toString()));
      expect(() => parseMessage(body, depth)).not.toThrow();
      expect(() => parseMessage(body, depth - 1)).toThrow(MessageFault);
    }),
    { numRuns: 2_000 },
  );
});
