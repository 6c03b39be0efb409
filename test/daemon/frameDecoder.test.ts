import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameDecoder } from '../../server/src/daemon/frameDecoder.ts';
import { MessageFault } from '../../server/src/daemon/messageFault.ts';

const limits = { headerBytes: 80, bodyBytes: 100 };

/** The bodies that a stream holds, given in those pieces, and the fault that ends it. */
function decode(pieces: readonly Uint8Array[]): {
  bodies: string[];
  fault: string | null;
  isWaiting: boolean;
} {
  const decoder = createFrameDecoder(limits);
  const bodies: string[] = [];
  try {
    for (const piece of pieces) {
      decoder.push(piece);
      for (let body = decoder.next(); body !== null; body = decoder.next())
        bodies.push(body.toString('latin1'));
    }
  } catch (error) {
    if (!(error instanceof MessageFault)) throw error;
    return { bodies, fault: error.message, isWaiting: false };
  }
  return { bodies, fault: null, isWaiting: true };
}

const decodeText = (text: string) => decode([Buffer.from(text, 'latin1')]);

describe('headers', () => {
  test.each([
    ['Content-Length: 2\r\n\r\nab', ['ab']],
    ['content-length:2\r\n\r\nabContent-Length: 1  \r\n\r\nc', ['ab', 'c']],
    ['Content-Type: application/json; charset=utf-8\r\nContent-Length: 1\r\n\r\nc', ['c']],
    ['Content-Length: 0\r\n\r\nContent-Length: 1\r\n\r\nc', ['', 'c']],
    ['Content-Length: 100\r\n\r\n' + 'x'.repeat(100), ['x'.repeat(100)]],
    ['Content-Length: 3\r\n\r\n\0é\xff', ['\0é\xff']],
    ['Content-Length: 3\r\n\r\nab', []],
    ['Content-Leng', []],
  ])('%j holds %j and goes on', (text, bodies) => {
    expect(decodeText(text)).toEqual({ bodies, fault: null, isWaiting: true });
  });

  test.each([
    ['Content-Length: 101\r\n\r\n', 'A message of 101 bytes is too long: 100 are allowed.'],
    ['Content-Length: 2147483648\r\n\r\n', 'A message of 2147483648 bytes is too long: 100 are allowed.'],
    [
      'Content-Length: 9999999999999\r\n\r\n',
      'A header must say its Content-Length once, as a decimal number.',
    ],
    ['Content-Length: -1\r\n\r\n', 'A header must say its Content-Length once, as a decimal number.'],
    ['Content-Length: 0x10\r\n\r\n', 'A header must say its Content-Length once, as a decimal number.'],
    ['Content-Length: 1e1\r\n\r\n', 'A header must say its Content-Length once, as a decimal number.'],
    ['Content-Length: 1.0\r\n\r\n', 'A header must say its Content-Length once, as a decimal number.'],
    ['Content-Length: \r\n\r\n', 'A header must say its Content-Length once, as a decimal number.'],
    [
      'Content-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'A header must say its Content-Length once, as a decimal number.',
    ],
    ['Content-Type: text\r\n\r\n', 'A header does not say its Content-Length.'],
    ['GET / HTTP/1.1\r\n\r\n', 'A line of a header is not a header field.'],
    ['\r\n\r\n', 'A line of a header is not a header field.'],
    ['{"jsonrpc":"2.0"}\r\n\r\n', 'A line of a header is not a header field.'],
    ['\0', 'A header has bytes that are no text.'],
    ['Content-Length: 1\r\n\0', 'A header has bytes that are no text.'],
    ['\x16\x03\x01', 'A header has bytes that are no text.'],
    ['x'.repeat(80), 'A header has more than 80 bytes.'],
  ])('%j is refused: %s', (text, fault) => {
    expect(decodeText(text)).toEqual({ bodies: [], fault, isWaiting: false });
  });
});

test('however a stream is cut into pieces, it says the same', () => {
  const part = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .string({ unit: fc.constantFrom('a', '\r', '\n', ':', '\0', 'é'), maxLength: 100 })
        .map((body) => `Content-Length: ${body.length}\r\n\r\n${body}`),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 5 }),
      fc.array(fc.nat(40), { minLength: 1 }),
      (parts, lengths) => {
        const bytes = Buffer.from(parts.join(''), 'latin1');
        const pieces: Buffer[] = [];
        for (let start = 0, index = 0; start < bytes.length; index++) {
          const length = Math.max(1, lengths[index % lengths.length] ?? 1);
          pieces.push(bytes.subarray(start, (start += length)));
        }
        const whole = decode([bytes]);
        const cut = decode(pieces);
        expect(cut.bodies).toEqual(whole.bodies);
        expect(cut.isWaiting).toBe(whole.isWaiting);
      },
    ),
    { numRuns: 3_000 },
  );
});

test('a message that comes byte by byte takes time in proportion to its length', () => {
  const decoder = createFrameDecoder({ headerBytes: 64, bodyBytes: 8e6 });
  const body = Buffer.alloc(4_000_000, 0x20);
  decoder.push(Buffer.from(`Content-Length: ${body.length}\r\n\r\n`));
  const startMs = performance.now();
  for (let start = 0; start < body.length; start += 4) {
    if (decoder.next() !== null) throw new Error('The message is not complete yet.');
    decoder.push(body.subarray(start, start + 4));
  }
  expect(decoder.next()?.length).toBe(body.length);
  expect(performance.now() - startMs).toBeLessThan(15_000);
});
