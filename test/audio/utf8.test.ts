import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8, utf8Code } from '../../server/src/audio/utf8.ts';

test('any text is encoded as TextEncoder does it, halves of surrogate pairs included', () => {
  const encoder = new TextEncoder();
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit })), (text) => {
      expect(Buffer.from(encodeUtf8(text)).equals(encoder.encode(text))).toBe(true);
    }),
  );
});

test.each([
  [0x7f, [0x7f]],
  [0x80, [0xc2, 0x80]],
  [0x1f_ffff, [0xf7, 0xbf, 0xbf, 0xbf]],
  [0x20_0000, [0xf8, 0x88, 0x80, 0x80, 0x80]],
  [0x7fff_ffff, [0xfd, 0xbf, 0xbf, 0xbf, 0xbf, 0xbf]],
])('%i has a code, also beyond Unicode', (value, code) => {
  expect(utf8Code(value)).toEqual(code);
});
