import { createGraphoneModel, type GraphoneTables } from './graphoneModel.ts';
import { countMainStresses, phones, type Pronunciation } from './phones.ts';

/** What the phonemizer needs to know about English words. */
export interface EnglishLexicon {
  /** All pronunciations of a lower-case word, the most usual first; none when the word is unknown. */
  pronunciations(word: string): readonly Pronunciation[];
  /** A pronunciation from the letters alone, with one main stress if that can be. Anything but a-z and the apostrophe is passed over. */
  guess(word: string): Pronunciation;
  /** The same and the next probable ones, different all, at most so many. */
  guesses(word: string, count: number): readonly Pronunciation[];
}

export interface LexiconContents {
  /** Lower case, only U+0020 to U+007E, at most 255 characters, in code unit order. */
  readonly entries: readonly (readonly [word: string, pronunciations: readonly Pronunciation[]])[];
  readonly graphones: GraphoneTables;
}

/**
 * Reads the file that `encodeLexicon` wrote. Nothing is unpacked: words are found by binary search in the
 * bytes, so that loading takes no time and the heap holds the file alone.
 *
 * Layout, little-endian: u32 magic, u32 number of sections, u32 byte length of each section, then the sections,
 * each padded to 4 bytes: block offsets (u32), word entries, and the graphone tables. A block is 16 entries;
 * an entry is u8 number of characters shared with the word before (0 at a block's start), u8 number of new
 * characters, these, u8 number of pronunciations, and each as u8 length and phone codes.
 *
 * @throws RangeError when the bytes are not such a file
 */
export function decodeLexicon(bytes: Uint8Array): EnglishLexicon {
  const sections = readSections(bytes);
  const [blocks, entries, graphemes, sounds, counts, ids, costs, backoffs, children] = sections;
  if (
    sections.length !== 9 ||
    blocks === undefined ||
    entries === undefined ||
    graphemes === undefined ||
    sounds === undefined ||
    counts === undefined ||
    ids === undefined ||
    costs === undefined ||
    backoffs === undefined ||
    children === undefined
  ) {
    throw new RangeError('The English lexicon has the wrong number of sections.');
  }
  const blockOffsets = uint32View(blocks);
  const guesses = createGraphoneModel({
    graphemes: asciiText(graphemes, 0, graphemes.length).split('\n'),
    sounds: [...asciiText(sounds, 0, sounds.length).split('\n')].map((line) =>
      line.split(' ').filter(Boolean),
    ),
    levelCounts: uint32View(counts),
    ids: uint16View(ids),
    costs,
    backoffs,
    childCounts: uint16View(children),
  });
  return {
    pronunciations: (word) => findEntry({ blockOffsets, entries }, word),
    guess: (word) => {
      const found = guesses(word, stressedAmong);
      const likeliest = (isWanted: (stressCount: number) => boolean): Pronunciation | undefined =>
        found.find((pronunciation) => isWanted(countMainStresses(pronunciation)));
      return likeliest((count) => count === 1) ?? likeliest((count) => count > 1) ?? found[0] ?? [];
    },
    guesses,
  };
}

export function encodeLexicon(contents: LexiconContents): Uint8Array {
  const { blockOffsets, bytes } = encodeEntries(contents.entries);
  const { graphones } = contents;
  return joinSections([
    bytesOf(Uint32Array.from(blockOffsets)),
    Uint8Array.from(bytes),
    asciiBytes(graphones.graphemes.join('\n')),
    asciiBytes(graphones.sounds.map((sound) => sound.join(' ')).join('\n')),
    bytesOf(graphones.levelCounts),
    bytesOf(graphones.ids),
    bytesOf(graphones.costs),
    bytesOf(graphones.backoffs),
    bytesOf(graphones.childCounts),
  ]);
}

/** Of so many the likeliest with one main stress: without any a word is mumbled, with two it falls apart. */
const stressedAmong = 12;

const magic = 0x31584c41;
const blockLength = 16;
const phoneCodes: ReadonlyMap<string, number> = new Map(phones.map((phone, code) => [phone, code]));

interface EntryTable {
  readonly blockOffsets: Uint32Array;
  readonly entries: Uint8Array;
}

function findEntry(table: EntryTable, word: string): readonly Pronunciation[] {
  let low = 0;
  let high = table.blockOffsets.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (blockStart(table, middle) <= word) low = middle;
    else high = middle - 1;
  }
  return findInBlock(table, low, word);
}

function blockStart({ blockOffsets, entries }: EntryTable, block: number): string {
  const offset = blockOffsets[block] ?? 0;
  return asciiText(entries, offset + 2, offset + 2 + (entries[offset + 1] ?? 0));
}

function findInBlock(
  { blockOffsets, entries }: EntryTable,
  block: number,
  word: string,
): readonly Pronunciation[] {
  let offset = blockOffsets[block] ?? entries.length;
  const end = blockOffsets[block + 1] ?? entries.length;
  let current = '';
  while (offset < end) {
    const sharedLength = entries[offset] ?? 0;
    const textEnd = offset + 2 + (entries[offset + 1] ?? 0);
    current = current.slice(0, sharedLength) + asciiText(entries, offset + 2, textEnd);
    const found: Pronunciation[] = [];
    const pronunciationCount = entries[textEnd] ?? 0;
    offset = textEnd + 1;
    for (let index = 0; index < pronunciationCount; index++) {
      const next = offset + 1 + (entries[offset] ?? 0);
      if (current === word) found.push(decodePhones(entries.subarray(offset + 1, next)));
      offset = next;
    }
    if (current >= word) return found;
  }
  return [];
}

function decodePhones(codes: Uint8Array): Pronunciation {
  return Array.from(codes, (code) => phones[code] ?? '');
}

function encodeEntries(entries: LexiconContents['entries']): { blockOffsets: number[]; bytes: number[] } {
  const blockOffsets: number[] = [];
  const bytes: number[] = [];
  let previous = '';
  entries.forEach(([word, pronunciations], index) => {
    const startsBlock = index % blockLength === 0;
    if (startsBlock) blockOffsets.push(bytes.length);
    const sharedLength = startsBlock ? 0 : countShared(previous, word);
    bytes.push(sharedLength, word.length - sharedLength, ...asciiBytes(word.slice(sharedLength)));
    bytes.push(pronunciations.length);
    for (const pronunciation of pronunciations) {
      bytes.push(pronunciation.length, ...pronunciation.map(phoneCode));
    }
    previous = word;
  });
  return { blockOffsets, bytes };
}

function phoneCode(phone: string): number {
  const code = phoneCodes.get(phone);
  if (code === undefined) throw new RangeError(`"${phone}" is not a phone of the lexicon.`);
  return code;
}

function countShared(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}

function readSections(bytes: Uint8Array): Uint8Array[] {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const header = uint32View(aligned.subarray(0, aligned.length & ~3));
  if (header[0] !== magic) throw new RangeError('These bytes are not an English lexicon.');
  const lengths = header.subarray(2, 2 + (header[1] ?? 0));
  let offset = 8 + lengths.byteLength;
  return Array.from(lengths, (length) => {
    const section = aligned.subarray(offset, offset + length);
    if (section.length !== length) throw new RangeError('The English lexicon is cut short.');
    offset += paddedLength(length);
    return section;
  });
}

function joinSections(sections: readonly Uint8Array[]): Uint8Array {
  const header = Uint32Array.from([magic, sections.length, ...sections.map((section) => section.length)]);
  const total = sections.reduce((sum, section) => sum + paddedLength(section.length), header.byteLength);
  const file = new Uint8Array(total);
  file.set(bytesOf(header));
  let offset = header.byteLength;
  for (const section of sections) {
    file.set(section, offset);
    offset += paddedLength(section.length);
  }
  return file;
}

function paddedLength(length: number): number {
  return (length + 3) & ~3;
}

function uint32View(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}

function uint16View(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
}

function bytesOf(array: Uint8Array | Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function asciiText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let index = start; index < end; index++) text += String.fromCharCode(bytes[index] ?? 0);
  return text;
}
