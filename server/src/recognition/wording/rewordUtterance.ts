import type { TextStretch, TranscriptWord } from '../../../../protocol/recognition.ts';
import { placeWords } from '../../text/placeWords.ts';
import type { RecognizedUtterance } from '../recognizer.ts';
import { reword, type RewordedStretch, type RewordedText, type Wording } from './reword.ts';

/**
 * An utterance as it is worded. Words that become one get the time of all of them and the least of their confidences,
 * words that are left out are none; where the words are not those of the text there are none afterwards.
 *
 * @param language  BCP-47, of the fillers; null: unknown
 */
export function rewordUtterance(
  utterance: RecognizedUtterance,
  { wording, language }: { readonly wording: Wording; readonly language: string | null },
): RecognizedUtterance {
  const reworded = reword(utterance.text, { wording, language });
  if (!reworded.isChanged) return utterance;
  const { text, words } = utterance;
  const replaced = replacedStretches(reworded.stretches);
  return {
    ...utterance,
    text: reworded.text,
    words: words === null ? null : rewordWords(text, words, reworded),
    ...(replaced.length > 0 && { replaced }),
  };
}

/** What of a reworded text is a replacement. */
export function replacedStretches(stretches: readonly RewordedStretch[]): TextStretch[] {
  return stretches.filter(({ isReplaced }) => isReplaced).map(({ start, end }) => ({ start, end }));
}

/** @returns null where the words are of another text */
export function rewordWords(
  heard: string,
  words: readonly TranscriptWord[],
  { text, stretches }: RewordedText,
): TranscriptWord[] | null {
  const placed = placeWords(heard, words);
  if (placed === null) return null;
  const reworded: { word: TranscriptWord; readonly start: number; end: number; lastStretch: number }[] = [];
  for (const { word, startOffset, endOffset } of placed) {
    const first = stretches.findIndex(
      ({ heardEnd, heardStart }) => heardEnd > startOffset && heardStart < endOffset,
    );
    const last = stretches.findLastIndex(
      ({ heardEnd, heardStart }) => heardEnd > startOffset && heardStart < endOffset,
    );
    const from = stretches[first];
    const to = stretches[last];
    if (from === undefined || to === undefined) continue;
    const before = reworded.at(-1);
    if (before !== undefined && before.lastStretch >= first) {
      before.word = joined(before.word, word);
      before.end = Math.max(before.end, to.end);
      before.lastStretch = Math.max(before.lastStretch, last);
    } else {
      reworded.push({ word, start: from.start, end: to.end, lastStretch: last });
    }
  }
  return reworded.map(({ word, start, end }, index) => {
    const next = reworded[index + 1]?.start ?? text.length;
    const marks = /^[^\s\p{L}\p{N}]*/u.exec(text.slice(end, next))?.[0] ?? '';
    const opening = index === 0 ? 0 : (reworded[index - 1]?.end ?? 0);
    const lead = /(?:^|\s)([^\s\p{L}\p{N}]+)$/u.exec(text.slice(opening, start))?.[1] ?? '';
    return { ...word, text: (lead + text.slice(start, end) + marks).trim() };
  });
}

function joined(first: TranscriptWord, second: TranscriptWord): TranscriptWord {
  const known = [first.confidence, second.confidence].filter((confidence) => confidence !== null);
  return { ...first, endMs: second.endMs, confidence: known.length === 0 ? null : Math.min(...known) };
}
