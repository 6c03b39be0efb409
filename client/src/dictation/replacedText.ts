import type { TextStretch } from '../../../protocol/recognition.ts';

/** A text whose replacements no rule changes: each is one character that is no letter, mark or space. */
export interface ReplacedText {
  readonly text: string;
  /** Of any piece of the text, whatever rules have made of it. */
  restore(piece: string): RestoredText;
}

export interface RestoredText {
  readonly text: string;
  /** With a replacement, which keeps its case and its spaces. */
  readonly startsAsGiven: boolean;
  readonly endsAsGiven: boolean;
}

/** @param replaced  in order */
export function hideReplaced(text: string, replaced: readonly TextStretch[] = []): ReplacedText {
  const known = replaced.slice(0, mostHidden);
  let hidden = '';
  let read = 0;
  for (const [index, { start, end }] of known.entries()) {
    hidden += text.slice(read, start) + String.fromCharCode(firstHidden + index);
    read = end;
  }
  const isHidden = (character: string | undefined): boolean =>
    known[(character ?? '').charCodeAt(0) - firstHidden] !== undefined;
  return {
    text: hidden + text.slice(read),
    restore: (piece) => ({
      text: piece.replaceAll(/[\uE000-\uF8FF]/gu, (character) => {
        const stretch = known[character.charCodeAt(0) - firstHidden];
        return stretch === undefined ? character : text.slice(stretch.start, stretch.end);
      }),
      startsAsGiven: isHidden(piece.at(0)),
      endsAsGiven: isHidden(piece.at(-1)),
    }),
  };
}

/** Characters for private use, which nobody says. */
const firstHidden = 0xe000;
const mostHidden = 6400;
