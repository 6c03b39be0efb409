import { expect, test } from 'vitest';
import {
  buildId3Tag,
  buildVorbisComment,
  buildWavInfo,
  type SoundTags,
} from '../../server/src/audio/soundTags.ts';

const tags: SoundTags = { comment: 'Odd one', software: 'Us' };
const chapter: SoundTags = { ...tags, title: 'Öl', album: 'B', artist: '曹😀', trackNumber: 12 };

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
  [
    'a chapter in WAV',
    buildWavInfo(chapter),
    'LIST\x52\0\0\0INFO' +
      'ICMT\x08\0\0\0Odd one\0' +
      'ISFT\x03\0\0\0Us\0\0' +
      'INAM\x04\0\0\0\xc3\x96l\0' +
      'IPRD\x02\0\0\0B\0' +
      'IART\x08\0\0\0\xe6\x9b\xb9\xf0\x9f\x98\x80\0' +
      'ITRK\x03\0\0\x0012\0\0',
  ],
  [
    'a chapter in FLAC',
    buildVorbisComment(chapter),
    '\x02\0\0\0Us' +
      '\x05\0\0\0' +
      '\x13\0\0\0DESCRIPTION=Odd one' +
      '\x09\0\0\0TITLE=\xc3\x96l' +
      '\x07\0\0\0ALBUM=B' +
      '\x0e\0\0\0ARTIST=\xe6\x9b\xb9\xf0\x9f\x98\x80' +
      '\x0e\0\0\0TRACKNUMBER=12',
  ],
  [
    'a chapter in MP3',
    buildId3Tag(chapter),
    'ID3\x03\0\0\0\0\0\x60' +
      'COMM\0\0\0\x0c\0\0\0eng\0Odd one' +
      'TSSE\0\0\0\x03\0\0\0Us' +
      'TIT2\0\0\0\x07\0\0\x01\xff\xfe\xd6\0l\0' +
      'TALB\0\0\0\x02\0\0\0B' +
      'TPE1\0\0\0\x09\0\0\x01\xff\xfe\xf9\x66\x3d\xd8\x00\xde' +
      'TRCK\0\0\0\x03\0\0\x0012',
  ],
])('the tags of %s', (_format, bytes, expected) => {
  expect(text(bytes)).toBe(expected);
});

test.each([
  ['a\tb\nc\r\nd\x7fe\x85f\u2028g\0h', 'a b c d e f g h'],
  ['\r\r\n', '  '],
  ['', ''],
])('%j is said on one line', (title, expected) => {
  expect(text(buildVorbisComment({ ...tags, title }))).toContain(`TITLE=${expected}`);
  expect(text(buildWavInfo({ ...tags, title }))).toContain(`\0\0\0${expected}\0`);
  expect(text(buildId3Tag({ ...tags, title })).endsWith(`\0\0\0${expected}`)).toBe(true);
});

test('half of a surrogate pair is a replacement character', () => {
  expect(text(buildVorbisComment({ ...tags, title: 'a\ud800b' }))).toContain('TITLE=a\xef\xbf\xbdb');
  expect(text(buildId3Tag({ ...tags, title: 'a\ud800b' })).endsWith('\x01\xff\xfea\0\xfd\xffb\0')).toBe(true);
});

test.each([
  [120, '\0\0\x01\x26'],
  [16_384, '\0\x01\0\x2e'],
  [2 ** 21, '\x01\0\0\x2e'],
])('the size of a tag with a title of %i characters is in groups of seven bits', (length, size) => {
  const tag = buildId3Tag({ ...tags, title: 'x'.repeat(length) });
  expect(text(tag.subarray(6, 10))).toBe(size);
  const title = tag.subarray(tag.length - length - 11);
  expect(text(title.subarray(0, 4))).toBe('TIT2');
  expect(new DataView(title.slice().buffer).getUint32(4)).toBe(length + 1);
});

test.each([
  ['WAV', buildWavInfo],
  ['FLAC', buildVorbisComment],
  ['MP3', buildId3Tag],
])('the tags of %s refuse what they cannot say', (_format, build) => {
  for (const wrong of [
    { comment: 'Zoë' },
    { software: 'a\nb' },
    { trackNumber: 0 },
    { trackNumber: 1.5 },
    { trackNumber: NaN },
  ]) {
    expect(() => build({ ...tags, ...wrong }), JSON.stringify(wrong)).toThrow(RangeError);
  }
});
