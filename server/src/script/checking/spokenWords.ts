import type { TextRange } from '../../text/textRange.ts';
import type { Block } from '../tree/tree.ts';
import { spokenRuns, type SpokenManner, type SpokenRun } from './spokenRuns.ts';

/** What stands between white space, punctuation included; a word that the end of a line may have broken is one of them. */
export function chunksOf(run: SpokenRun): readonly string[] {
  const chunks = runText(run).match(/\S+/gu) ?? [];
  if (!chunks.some(isBroken)) return chunks;
  const joined: string[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const isEnd = isBroken(chunks[index - 1] ?? '') && /^\p{Ll}/u.test(chunk);
    if (isEnd) joined[joined.length - 1] = `${joined.at(-1) ?? ''}\n${chunk}`;
    else joined.push(chunk);
  }
  return joined;
}

/** The same without the breaks in its words. */
export function unbroken(chunk: string): string {
  return chunk.includes('-\n') ? chunk.replace(/(?<=\p{L})-\n(?=\p{Ll})/gu, '') : chunk;
}

function isBroken(chunk: string): boolean {
  return chunk.endsWith('-') && /\p{L}-$/u.test(chunk.slice(-3));
}

/**
 * Letters with apostrophes between them. What stands beside a digit or a sign of an address, and what has periods
 * inside, is written out in other words before it is said.
 */
export function wordsIn(chunk: string): string[] {
  return chunk.match(wordPattern) ?? [];
}

/** Where a block says a word first; with the asterisks and comments that are inside of it. */
export function locateWord(
  block: Block,
  text: string,
  wanted: SpokenManner & { readonly word: string },
): TextRange {
  for (const run of spokenRuns(block, text)) {
    if (run.voice !== wanted.voice || run.language !== wanted.language) continue;
    for (const { 0: word, index } of runText(run).matchAll(wordPattern)) {
      if (!word.startsWith(wanted.word)) continue;
      const startOffset = sourceOffset(run, index);
      return { startOffset, endOffset: sourceOffset(run, index + wanted.word.length - 1) + 1 };
    }
  }
  return { startOffset: 0, endOffset: 0 };
}

const wordPattern =
  /(?<![\p{L}\p{M}\p{N}_@/\\.&])[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*(?![\p{L}\p{M}\p{N}_@/\\&]|\.[\p{L}\p{N}])/gu;

function runText({ pieces }: SpokenRun): string {
  return pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map(({ text }) => text).join('');
}

function sourceOffset({ pieces }: SpokenRun, offset: number): number {
  let passed = 0;
  for (const { text, startOffset } of pieces) {
    if (offset < passed + text.length) return startOffset + offset - passed;
    passed += text.length;
  }
  return passed;
}
