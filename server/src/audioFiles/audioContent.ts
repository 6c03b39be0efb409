import { SpeechError } from '../../../protocol/errors.ts';
import { unsupportedAudio } from './audioStream.ts';
import { findMpegFrame } from './mpegFrame.ts';
import type { SourceFile } from './sourceFile.ts';

/** What a file holds, told by its bytes and never by its name. */
export interface AudioContent {
  readonly container: 'wav' | 'flac' | 'mp3' | 'ogg';
  /** Where it starts: after an ID3 tag, for MP3 at the first frame. */
  readonly offset: number;
}

/** @throws SpeechError unsupportedAudio, naming what the file is where that can be told */
export async function detectAudioContent(source: SourceFile): Promise<AudioContent> {
  if (source.sizeBytes === 0) throw noSound(source.path, 'is empty (0 bytes)');
  const tagBytes = id3Bytes(await source.read(0, 10));
  const head = await source.read(tagBytes, searchBytes);
  const container = containers.find(({ matches }) => matches(head))?.container;
  if (container !== undefined) return { container, offset: tagBytes };
  const foreign = foreignContents.find(({ matches }) => matches(head));
  const frameOffset = foreign === undefined ? findMpegFrame(head) : null;
  if (frameOffset !== null) return { container: 'mp3', offset: tagBytes + frameOffset };
  const { name, isSilent = false } = foreign ?? unknownContent(head);
  if (isSilent) throw noSound(source.path, `is ${name}`);
  throw unsupportedAudio(source.path, `is ${name}; only WAV, FLAC, MP3 and Ogg can be read`);
}

/** Nothing to convert. */
function noSound(path: string, found: string): SpeechError {
  return new SpeechError('unsupportedAudio', {
    message: `${path} ${found}: there is no sound in it.`,
    hint: 'Check that it is the file you meant, and that it was copied or recorded to its end.',
  });
}

/** Some MP3 files have padding or a broken tag before their first frame; further in no player looks. */
const searchBytes = 65_536;

interface Signature {
  readonly matches: (head: Uint8Array) => boolean;
}

const containers: readonly (Signature & { readonly container: 'wav' | 'flac' | 'ogg' })[] = [
  { container: 'wav', matches: (head) => /^(RIFF|RF64|BW64)....WAVE/s.test(latin1(head, 12)) },
  { container: 'flac', matches: (head) => latin1(head, 4) === 'fLaC' },
  { container: 'ogg', matches: (head) => latin1(head, 4) === 'OggS' },
];

interface ForeignContent {
  readonly name: string;
  /** Of a kind that has no sound. */
  readonly isSilent?: boolean;
}

const foreignContents: readonly (Signature & ForeignContent)[] = [
  starting(/^....ftyp(M4A|M4B|M4P)/s, 'MPEG-4 audio (AAC or ALAC)'),
  starting(/^....ftyp/s, 'an MPEG-4 or QuickTime film'),
  starting(/^\xff[\xf0\xf1\xf8\xf9][\x40-\xff]/, 'AAC audio'),
  starting(/^RIFF....AVI /s, 'an AVI film'),
  starting(/^RIFX....WAVE/s, 'a big-endian WAV file'),
  starting(/^\x1aE\xdf\xa3/, 'a Matroska or WebM film'),
  starting(/^FORM....AIF[FC]/s, 'an AIFF file'),
  starting(/^caff/, 'a Core Audio file'),
  starting(/^#!AMR/, 'an AMR recording'),
  starting(/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, 'a Windows Media file'),
  starting(/^wvpk/, 'a WavPack file'),
  starting(/^MThd/, 'a MIDI file'),
  starting(/^\x89PNG|^\xff\xd8\xff|^GIF8|^RIFF....WEBP/s, 'an image', true),
  starting(/^%PDF/, 'a PDF document', true),
  starting(/^PK\x03\x04/, 'a ZIP archive or office document', true),
  starting(/^\x1f\x8b/, 'a gzip archive', true),
];

function starting(pattern: RegExp, name: string, isSilent = false): Signature & ForeignContent {
  return { name, isSilent, matches: (head) => pattern.test(latin1(head, 16)) };
}

function unknownContent(head: Uint8Array): ForeignContent {
  if (head.every((byte) => byte === 0)) return { name: 'a file of zeros', isSilent: true };
  const isText = head.subarray(0, 4096).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
  return isText ? { name: 'a text file', isSilent: true } : { name: 'a file of an unknown kind' };
}

/** Size of an ID3v2 tag with its header; 0 where there is none. Sizes are four groups of seven bits. */
function id3Bytes(head: Uint8Array): number {
  if (latin1(head, 3) !== 'ID3' || head.length < 10) return 0;
  const [flags = 0, ...size] = head.subarray(5, 10);
  const footerBytes = flags & 0x10 ? 10 : 0;
  return size.reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0) + 10 + footerBytes;
}

function latin1(bytes: Uint8Array, count: number): string {
  return String.fromCharCode(...bytes.subarray(0, count));
}
