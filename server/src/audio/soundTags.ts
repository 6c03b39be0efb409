import { encodeUtf8, wellFormed } from './utf8.ts';

/**
 * What a sound file says of itself. What is absent is not said. Control characters and line breaks in `title`, `album`
 * and `artist` become spaces.
 */
export interface SoundTags {
  /** What it is, in ASCII. */
  readonly comment: string;
  /** What made it, in ASCII. */
  readonly software: string;
  readonly title?: string;
  /** What it is a part of: of a chapter, the book. */
  readonly album?: string;
  readonly artist?: string;
  /** Its place in the album, from 1 on. */
  readonly trackNumber?: number;
}

/**
 * The `LIST` chunk of a WAVE file, header included. ASCII is the only encoding the specification knows; what is beyond
 * is in UTF-8, as programs write and read it today.
 *
 * @throws RangeError: `comment` or `software` beyond ASCII, `trackNumber` no positive integer
 * Source: Multimedia Programming Interface and Data Specifications 1.0, "INFO List Chunk"; `ITRK` is of later use.
 */
export function buildWavInfo(tags: SoundTags): Uint8Array {
  const texts = joinBytes([
    infoText('ICMT', asciiBytes(tags.comment)),
    infoText('ISFT', asciiBytes(tags.software)),
    ...namedTexts(tags, { title: 'INAM', album: 'IPRD', artist: 'IART', trackNumber: 'ITRK' }).map(
      ([id, text]) => infoText(id, encodeUtf8(text)),
    ),
  ]);
  return joinBytes([asciiBytes('LIST'), uint32(4 + texts.length), asciiBytes('INFO'), texts]);
}

/** Ends with a zero, and with another one where that makes its length even. */
function infoText(id: string, text: Uint8Array): Uint8Array {
  const body = joinBytes([text, Uint8Array.of(0)]);
  return joinBytes([asciiBytes(id), uint32(body.length), body, new Uint8Array(body.length % 2)]);
}

/**
 * A Vorbis comment, as the metadata block of a FLAC stream has it, without the block's header.
 *
 * @throws RangeError: `comment` or `software` beyond ASCII, `trackNumber` no positive integer
 * Source: RFC 9639, section 8.6; Ogg Vorbis I format specification: comment field and header specification.
 */
export function buildVorbisComment(tags: SoundTags): Uint8Array {
  const names = { title: 'TITLE', album: 'ALBUM', artist: 'ARTIST', trackNumber: 'TRACKNUMBER' };
  const lines = [
    asciiBytes(`DESCRIPTION=${tags.comment}`),
    ...namedTexts(tags, names).map(([name, text]) => encodeUtf8(`${name}=${text}`)),
  ];
  return joinBytes([
    vorbisText(asciiBytes(tags.software)),
    uint32(lines.length),
    ...lines.map((line) => vorbisText(line)),
  ]);
}

function vorbisText(text: Uint8Array): Uint8Array {
  return joinBytes([uint32(text.length), text]);
}

/**
 * A tag that stands before the first frame of an MP3 file, without unsynchronization: readers that know the tag skip it
 * by its size. Characters beyond the basic plane are surrogate pairs, which the specification's UCS-2 does not know and
 * readers do.
 *
 * @throws RangeError: `comment` or `software` beyond ASCII, `trackNumber` no positive integer, texts of 256 MB
 * Source: ID3 tag version 2.3.0, sections 3.1, 3.3, 4.2.1 and 4.11.
 */
export function buildId3Tag(tags: SoundTags): Uint8Array {
  const frames = joinBytes([
    // The comment is in English and has an empty name.
    id3Frame('COMM', joinBytes([latin1Mark, asciiBytes('eng'), Uint8Array.of(0), asciiBytes(tags.comment)])),
    id3Frame('TSSE', joinBytes([latin1Mark, asciiBytes(tags.software)])),
    ...namedTexts(tags, { title: 'TIT2', album: 'TALB', artist: 'TPE1', trackNumber: 'TRCK' }).map(
      ([id, text]) => id3Frame(id, id3Text(text)),
    ),
  ]);
  return joinBytes([asciiBytes('ID3'), Uint8Array.of(3, 0, 0), synchsafe(frames.length), frames]);
}

/** Of Latin-1, which holds ASCII. */
const latin1Mark = Uint8Array.of(0);
/** Of Unicode, with the byte order mark of what follows: least significant byte first. */
const unicodeMark = Uint8Array.of(1, 0xff, 0xfe);

function id3Text(text: string): Uint8Array {
  if (isAscii(text)) return joinBytes([latin1Mark, asciiBytes(text)]);
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return joinBytes([unicodeMark, Uint8Array.from(units.flatMap((unit) => [unit & 0xff, unit >> 8]))]);
}

/** Most significant byte first. */
function id3Frame(id: string, body: Uint8Array): Uint8Array {
  return joinBytes([asciiBytes(id), uint32(body.length).reverse(), new Uint8Array(2), body]);
}

/** Four groups of seven bits, the most significant first, so that no size looks like the beginning of a frame. */
function synchsafe(size: number): Uint8Array {
  if (size >= 2 ** 28) throw new RangeError(`${size} bytes are more than a tag holds`);
  return Uint8Array.of(size >> 21, (size >> 14) & 0x7f, (size >> 7) & 0x7f, size & 0x7f);
}

/** What is said beyond how the sound was made, on one line each, under the names a format has for it. */
function namedTexts(
  { title, album, artist, trackNumber }: SoundTags,
  names: Readonly<Record<'title' | 'album' | 'artist' | 'trackNumber', string>>,
): (readonly [string, string])[] {
  if (trackNumber !== undefined && (!Number.isSafeInteger(trackNumber) || trackNumber < 1)) {
    throw new RangeError(`${trackNumber} is no number of a track`);
  }
  const texts: readonly (readonly [string, string | undefined])[] = [
    [names.title, title],
    [names.album, album],
    [names.artist, artist],
    [names.trackNumber, trackNumber?.toString()],
  ];
  return texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, toOneLine(text)] as const]));
}

function toOneLine(text: string): string {
  return wellFormed(text).replace(/\r\n|[\p{Cc}\u2028\u2029]/gu, ' ');
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/u.test(text);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    if (!isAscii(character)) throw new RangeError(`"${character}" is no character of a tag`);
    return character.charCodeAt(0);
  });
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
