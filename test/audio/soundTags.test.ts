import { expect, test } from 'vitest';
import {
  buildId3Tag,
  buildVorbisComment,
  buildWavInfo,
  type SoundTags,
} from '../../server/src/audio/soundTags.ts';

const tags: SoundTags = { comment: 'Odd one', software: 'Us' };

/** One character a byte. */
function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

test.each([
  ['WAV', buildWavInfo(tags), 'LIST\x20\0\0\0INFO' + 'ICMT\x08\0\0\0Odd one\0' + 'ISFT\x03\0\0\0Us\0\0'],
  ['FLAC', buildVorbisComment(tags), '\x02\0\0\0Us' + '\x01\0\0\0' + '\x13\0\0\0DESCRIPTION=Odd one'],
  [
    'MP3',
    buildId3Tag(tags),
    'ID3\x03\0\0\0\0\0\x23' + 'COMM\0\0\0\x0c\0\0\0eng\0Odd one' + 'TSSE\0\0\0\x03\0\0\0Us',
  ],
])('the tags of %s', (_format, bytes, expected) => {
  expect(text(bytes)).toBe(expected);
});

test.each([
  ['beyond ASCII', { ...tags, comment: 'Zoë' }],
  ['longer than a short tag', { ...tags, comment: 'x'.repeat(120) }],
])('%s is refused', (_name, wrong) => {
  expect(() => buildId3Tag(wrong)).toThrow(RangeError);
});
