import { capitalized, isSpaceless, uncapitalized } from './fitText.ts';
import { findMarks, type SpokenMark } from './spokenMarks.ts';

/** What was heard, with the marks that were said. */
export interface PunctuatedText {
  readonly text: string;
  /** Its last mark was said: whatever follows, it stays. */
  readonly endsAsSaid: boolean;
}

/**
 * Writes marks that were said by name. One that was said takes the place of what the engine has guessed beside it; a
 * capital follows the end of a sentence, and none a comma. What is said of a mark, "a comma", stays as it is.
 */
export function writePunctuation(heard: string): PunctuatedText {
  const writing: Writing = { text: '', follows: 'nothing' };
  let read = 0;
  let endsAsSaid = false;
  for (const mark of findMarks(heard)) {
    const guessedBefore = mark.kind === 'open' || mark.kind === 'close' ? mark.guessedBefore : '';
    addWords(writing, heard.slice(read, mark.startOffset) + guessedBefore);
    addMark(writing, mark);
    // A quotation that ends a sentence keeps the one full stop it has.
    if (mark.kind === 'close' && guessedBefore === '') writing.text += mark.guessedAfter;
    read = mark.endOffset;
    endsAsSaid = true;
  }
  const rest = heard.slice(read);
  addWords(writing, rest);
  return { text: writing.text, endsAsSaid: endsAsSaid && rest.trim() === '' };
}

interface Writing {
  text: string;
  /** What the next words come after. */
  follows: SpokenMark['kind'] | 'sentence' | 'nothing';
}

function addWords(writing: Writing, part: string): void {
  const words = part.trim();
  if (words === '') return;
  const { follows } = writing;
  const isGlued = follows === 'open' || follows === 'joining' || follows === 'nothing';
  const cased =
    follows === 'end' || follows === 'sentence'
      ? capitalized(words)
      : follows === 'inner'
        ? uncapitalized(words)
        : words;
  writing.text += (isGlued || isTight(writing.text, cased) ? '' : ' ') + cased;
  writing.follows = 'close';
}

function addMark(writing: Writing, { kind, written }: SpokenMark): void {
  const isApart = kind === 'open' || kind === 'between';
  const isFirst = writing.text === '' || writing.follows === 'open';
  writing.text += (isApart && !isFirst && !isTight(writing.text, written) ? ' ' : '') + written;
  // What ends a sentence inside of a quotation ends it behind it too.
  writing.follows = kind === 'close' && writing.follows === 'end' ? 'sentence' : kind;
}

/** Chinese puts no space between words, nor beside its marks. */
function isTight(before: string, after: string): boolean {
  return isSpaceless(before.slice(-1)) || isSpaceless(after.slice(0, 1));
}
