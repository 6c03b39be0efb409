import { SpeechError } from '../../../protocol/errors.ts';

export interface DecodedText {
  readonly text: string;
  /** Label of the WHATWG Encoding Standard. */
  readonly encoding: string;
  /** False where the encoding was recognised by its bytes' statistics, not by a mark or by validity as UTF-8. */
  readonly isCertain: boolean;
}

/**
 * Decodes a text file of unknown encoding: a byte order mark, then UTF-16 by its zero bytes, then UTF-8 where
 * valid, then the legacy encoding whose traits the bytes show. Nothing is replaced or dropped silently.
 *
 * @param name  of the file, for the errors
 * @throws SpeechError invalidInput for binary data, and where no encoding, or more than one, fits
 */
export function decodeText(bytes: Uint8Array, name: string): DecodedText {
  const unicode = unicodeEncoding(bytes);
  if (unicode !== null) {
    const text = decodeStrictly(bytes, unicode);
    if (text === null || hasBinaryCharacters(text)) throw notText(name);
    return { text, encoding: unicode, isCertain: true };
  }
  if (hasBinaryBytes(bytes)) throw notText(name);
  const utf8 = decodeStrictly(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'utf-8', isCertain: true };
  return decodeLegacy(bytes, name);
}

function decodeLegacy(bytes: Uint8Array, name: string): DecodedText {
  requireUndamaged(bytes, name);
  const traits = measureBytes(bytes);
  const candidates = legacyEncodings.flatMap(({ encoding, fits }) => {
    const decoded = decodeStrictly(bytes, encoding);
    const text = encoding === 'windows-1252' && decoded !== null ? fromWindows1252(decoded) : decoded;
    return text !== null && fits(traits, text) ? [{ text, encoding, isCertain: false }] : [];
  });
  const [only, ...others] = candidates;
  if (only !== undefined && others.length === 0) return only;
  throw new SpeechError('invalidInput', {
    message:
      only === undefined
        ? `${name} is not UTF-8, and its encoding could not be recognised.`
        : `${name} is not UTF-8; it may be ${candidates.map(({ encoding }) => encoding).join(' or ')}.`,
    hint: 'Save it as UTF-8, or convert it: iconv -f ENCODING -t UTF-8 FILE > NEW.',
  });
}

/** A legacy text hardly ever holds valid UTF-8 sequences: where they prevail, the file is damaged UTF-8. */
function requireUndamaged(bytes: Uint8Array, name: string): void {
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const damagedCount = lenient.match(/\ufffd/g)?.length ?? 0;
  const validCount = lenient.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  if (validCount <= damagedCount) return;
  const lineNumber = lenient.slice(0, lenient.indexOf('\ufffd')).split('\n').length;
  throw new SpeechError('invalidInput', {
    message: `${name} is UTF-8 with damaged characters, the first in line ${lineNumber}.`,
    hint: 'Repair that line, and save the file as UTF-8.',
  });
}

function unicodeEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return zeroPattern(bytes);
}

/** UTF-16 of mostly Latin text has zeros at one parity only. */
function zeroPattern(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const zeroCounts: [number, number] = [0, 0];
  bytes.forEach((byte, index) => {
    if (byte === 0) zeroCounts[index % 2 === 0 ? 0 : 1] += 1;
  });
  const enough = bytes.length / 2 / 2;
  const [even, odd] = zeroCounts;
  if (odd > enough && even === 0) return 'utf-16le';
  if (even > enough && odd === 0) return 'utf-16be';
  return null;
}

/** Null where the bytes are not valid in the encoding. A byte order mark is removed. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Bytes 0x80 to 0x9f of windows-1252; \ufffd where the encoding has nothing. */
const windows1252Controls =
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd' +
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178';

/** Node's decoder of some versions gives ISO-8859-1 for windows-1252: its controls become the characters meant. */
function fromWindows1252(text: string): string {
  return text.replace(
    /[\u0080-\u009f]/g,
    (character) => windows1252Controls[character.charCodeAt(0) - 0x80] ?? '',
  );
}

/** Text has no NUL and hardly any control character; ESC is let through for terminal captures. */
function hasBinaryBytes(bytes: Uint8Array): boolean {
  const controlCount = bytes.reduce((count, byte) => count + (isTextByte(byte) ? 0 : 1), 0);
  return bytes.includes(0) || controlCount > bytes.length / 100;
}

function isTextByte(byte: number): boolean {
  return byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b;
}

function hasBinaryCharacters(text: string): boolean {
  return /[\0-\x08\x0e-\x1a]/.test(text);
}

function notText(name: string): SpeechError {
  return new SpeechError('invalidInput', {
    message: `${name} is not a text file: it holds binary data.`,
    hint: 'Give a plain text file; a document is saved or exported as plain text first.',
  });
}

interface ByteTraits {
  readonly asciiLetterCount: number;
  /** Bytes above 0x7f. */
  readonly highCount: number;
  /** Two-byte characters, read as pairs that start with a high byte. */
  readonly pairCount: number;
  /** Of the pairs: first byte in [0xb0, 0xd7], the common characters of GB 2312 (its punctuation counts too). */
  readonly commonHanziShare: number;
  /** Of the pairs: first byte in [0xc9, 0xd7], where GB 2312 has common characters and EUC-KR has no syllable. */
  readonly lateHanziShare: number;
  /** Of the pairs: second byte below 0x80, which Big5 uses for nearly half of its characters. */
  readonly lowTrailShare: number;
  /** Of the pairs: first byte in [0xa4, 0xc6], the common characters of Big5, or its punctuation. */
  readonly commonBig5Share: number;
}

function measureBytes(bytes: Uint8Array): ByteTraits {
  const counts = { letters: 0, high: 0, pairs: 0, hanzi: 0, lateHanzi: 0, lowTrail: 0, big5: 0 };
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) {
      if (/[A-Za-z]/.test(String.fromCharCode(lead))) counts.letters += 1;
      continue;
    }
    counts.high += 1;
    const trail = bytes[index + 1] ?? 0;
    if (trail < 0x40) continue;
    counts.pairs += 1;
    if ((lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1) || lead === 0xa1 || lead === 0xa3) counts.hanzi += 1;
    if (lead >= 0xc9 && lead <= 0xd7) counts.lateHanzi += 1;
    if (trail < 0x80) counts.lowTrail += 1;
    else counts.high += 1;
    if ((lead >= 0xa4 && lead <= 0xc6) || lead === 0xa1) counts.big5 += 1;
    index += 1;
  }
  const pairs = Math.max(1, counts.pairs);
  return {
    asciiLetterCount: counts.letters,
    highCount: counts.high,
    pairCount: counts.pairs,
    commonHanziShare: counts.hanzi / pairs,
    lateHanziShare: counts.lateHanzi / pairs,
    lowTrailShare: counts.lowTrail / pairs,
    commonBig5Share: counts.big5 / pairs,
  };
}

/** Fewer two-byte characters than this decide nothing. */
const minPairCount = 12;

interface LegacyEncoding {
  readonly encoding: string;
  /** Whether valid bytes also look like what people write in this encoding. */
  readonly fits: (traits: ByteTraits, text: string) => boolean;
}

const legacyEncodings: readonly LegacyEncoding[] = [
  {
    encoding: 'gb18030',
    fits: (traits, text) =>
      isTwoByteText(traits) &&
      traits.commonHanziShare > 0.85 &&
      traits.lateHanziShare > 0.1 &&
      kanaShare(text) < 0.1,
  },
  { encoding: 'shift_jis', fits: (traits, text) => isTwoByteText(traits) && kanaShare(text) > 0.25 },
  { encoding: 'euc-jp', fits: (traits, text) => isTwoByteText(traits) && kanaShare(text) > 0.25 },
  {
    encoding: 'euc-kr',
    fits: (traits, text) =>
      isTwoByteText(traits) &&
      traits.lateHanziShare < 0.02 &&
      traits.lowTrailShare === 0 &&
      text.includes(' '),
  },
  {
    encoding: 'big5',
    fits: (traits) => isTwoByteText(traits) && traits.commonBig5Share > 0.85 && traits.lowTrailShare > 0.2,
  },
  {
    encoding: 'windows-1251',
    fits: (traits, text) => traits.highCount > traits.asciiLetterCount && isCyrillicProse(text),
  },
  {
    encoding: 'koi8-r',
    fits: (traits, text) => traits.highCount > traits.asciiLetterCount && isCyrillicProse(text),
  },
  {
    encoding: 'windows-1252',
    fits: (traits, text) => traits.highCount < traits.asciiLetterCount / 3 && !text.includes('\ufffd'),
  },
];

function isTwoByteText({ pairCount, highCount, asciiLetterCount }: ByteTraits): boolean {
  return pairCount >= minPairCount && highCount > asciiLetterCount;
}

/** Share of hiragana and katakana among the characters outside ASCII. */
function kanaShare(text: string): number {
  const others = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  return others === 0 ? 0 : (text.match(/[\u3041-\u30fa]/gu)?.length ?? 0) / others;
}

/** In the wrong code page, lower case becomes upper case, vowels are too few, or letters become box drawings. */
function isCyrillicProse(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const letterCount = count(/[а-яё]/giu);
  return (
    letterCount >= minPairCount &&
    letterCount / count(/[^\0-\x7f]/gu) > 0.9 &&
    count(/[а-яё]/gu) / letterCount > 0.7 &&
    count(/[аеёиоуыэюя]/giu) / letterCount > 0.3
  );
}
