/**
 * The name of a chapter's file, without its ending, so that names sort as the chapters follow.
 *
 * @param number  from 1
 * @param count  of all chapters
 */
export function chapterFileName(title: string, number: number, count: number): string {
  const digits = Math.max(2, String(count).length);
  return `${String(number).padStart(digits, '0')} ${fileNameOf(title)}`.trimEnd();
}

/** The name of the file of a whole book, without its ending. */
export function bookFileName(title: string): string {
  const name = fileNameOf(title).replace(/^[. ]+/u, '');
  return name.replace(deviceNames, '$&_') || 'book';
}

/** Files that Windows takes for devices, whatever follows the first dot. Source: Microsoft, "Naming Files". */
const deviceNames = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))/iu;

/** A title as no file system refuses it, after something that is no dot; possibly empty. */
function fileNameOf(title: string): string {
  const words = title
    .normalize('NFC')
    // What Windows, the strictest, has no place for.
    .replaceAll(/[\p{Cc}\p{Cs}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return shorten(words).replace(/[. ]+$/u, '');
}

/** File systems take 255 bytes, the number, the ending and what a file is called while it is written included. */
const longestBytes = 160;

function shorten(words: string): string {
  let bytes = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(words)) {
    bytes += utf8.encode(segment).length;
    if (bytes > longestBytes) break;
    kept += segment;
  }
  return kept;
}

const utf8 = new TextEncoder();
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
