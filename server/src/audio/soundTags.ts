/** What a sound file says of itself, in ASCII. */
export interface SoundTags {
  /** What it is. */
  readonly comment: string;
  /** What made it. */
  readonly software: string;
}

/**
 * The `LIST` chunk of a WAVE file, header included.
 *
 * @throws RangeError beyond ASCII
 * Source: Multimedia Programming Interface and Data Specifications 1.0, "INFO List Chunk".
 */
export function buildWavInfo({ comment, software }: SoundTags): Uint8Array {
  const texts = joinBytes([infoText('ICMT', comment), infoText('ISFT', software)]);
  return joinBytes([asciiBytes('LIST'), uint32(4 + texts.length), asciiBytes('INFO'), texts]);
}

/** Ends with a zero, and with another one where that makes its length even. */
function infoText(id: string, text: string): Uint8Array {
  const body = joinBytes([asciiBytes(text), Uint8Array.of(0)]);
  return joinBytes([asciiBytes(id), uint32(body.length), body, new Uint8Array(body.length % 2)]);
}

/**
 * A Vorbis comment, as the metadata block of a FLAC stream has it, without the block's header.
 *
 * @throws RangeError beyond ASCII
 * Source: RFC 9639, section 8.6; Ogg Vorbis I format specification: comment field and header specification.
 */
export function buildVorbisComment({ comment, software }: SoundTags): Uint8Array {
  const lines = [`DESCRIPTION=${comment}`];
  return joinBytes([vorbisText(software), uint32(lines.length), ...lines.map(vorbisText)]);
}

function vorbisText(text: string): Uint8Array {
  return joinBytes([uint32(text.length), asciiBytes(text)]);
}

/**
 * A tag that stands before the first frame of an MP3 file.
 *
 * @throws RangeError beyond ASCII, or where both texts together are longer than 101 bytes
 * Source: ID3 tag version 2.3.0, sections 3.1, 3.3, 4.2.1 and 4.11.
 */
export function buildId3Tag({ comment, software }: SoundTags): Uint8Array {
  // In Latin 1; the comment is in English and has an empty name.
  const frames = joinBytes([
    id3Frame('COMM', joinBytes([Uint8Array.of(0), asciiBytes('eng'), Uint8Array.of(0), asciiBytes(comment)])),
    id3Frame('TSSE', joinBytes([Uint8Array.of(0), asciiBytes(software)])),
  ]);
  if (frames.length > 0x7f) throw new RangeError(`${frames.length} bytes are more than a short tag holds`);
  return joinBytes([asciiBytes('ID3'), Uint8Array.of(3, 0, 0, 0, 0, 0, frames.length), frames]);
}

/** Most significant byte first. */
function id3Frame(id: string, body: Uint8Array): Uint8Array {
  return joinBytes([asciiBytes(id), uint32(body.length).reverse(), new Uint8Array(2), body]);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code > 0x7e || code < 0x20) throw new RangeError(`"${character}" is no character of a tag`);
    return code;
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
