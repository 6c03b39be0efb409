import type { TranscriptWord } from '../../../../protocol/recognition.ts';
import { placeWords, type PlacedWord } from '../../text/placeWords.ts';
import type { RecognizedUtterance } from '../recognizer.ts';
import {
  applyReplacements,
  findReplacements,
  type CorrectionTools,
  type Replacement,
} from './correctText.ts';
import type { VocabularyIndex } from './vocabularyIndex.ts';

/**
 * Writes what was heard as the vocabulary says. Words that become one get the time of all of them and the least of
 * their confidences; where the words do not make up the text there are none afterwards.
 */
export function correctUtterance(
  utterance: RecognizedUtterance,
  context: { readonly index: VocabularyIndex; readonly tools: CorrectionTools },
): RecognizedUtterance {
  let corrected = utterance;
  // What is written right may make words around it one phrase; each pass leaves fewer words.
  for (let pass = 0; pass < maxPasses; pass++) {
    const placed = placeAllWords(corrected);
    const confidenceAt = (at: number): number | null =>
      placed?.find(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)?.word.confidence ??
      null;
    const replacements = findReplacements(corrected.text, context, confidenceAt);
    if (replacements.length === 0) return corrected;
    corrected = {
      ...corrected,
      text: applyReplacements(corrected.text, replacements),
      words: placed === null ? null : joinWords(corrected.text, placed, replacements),
    };
  }
  return corrected;
}

const maxPasses = 4;

type HeardWords = readonly PlacedWord<TranscriptWord>[];

/** @returns null where there are no words, or others than those of the text */
function placeAllWords({ text, words }: RecognizedUtterance): HeardWords | null {
  const placed = words === null ? null : placeWords(text, words);
  if (placed === null) return null;
  const gaps = [0, ...placed.map(({ endOffset }) => endOffset)].map((end, index) =>
    text.slice(end, placed[index]?.startOffset),
  );
  return gaps.every((gap) => gap.trim() === '') ? placed : null;
}

function joinWords(text: string, words: HeardWords, replacements: readonly Replacement[]): TranscriptWord[] {
  const joined: TranscriptWord[] = [];
  let rest = words;
  for (const replacement of replacements) {
    const before = rest.findIndex(({ endOffset }) => endOffset > replacement.start);
    const reached = rest.findIndex(({ startOffset }) => startOffset >= replacement.end);
    const after = reached < 0 ? rest.length : reached;
    if (before < 0 || before >= after) continue;
    joined.push(...rest.slice(0, before).map(({ word }) => word));
    joined.push(joinOne(text, rest.slice(before, after), replacement));
    rest = rest.slice(after);
  }
  return [...joined, ...rest.map(({ word }) => word)];
}

function joinOne(text: string, words: HeardWords, { start, end, written }: Replacement): TranscriptWord {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('A replacement without words.');
  const confidences = words.map(({ word }) => word.confidence).filter((confidence) => confidence !== null);
  return {
    text:
      text.slice(first.startOffset, Math.max(first.startOffset, start)) +
      written +
      text.slice(Math.min(end, last.endOffset), last.endOffset),
    startMs: first.word.startMs,
    endMs: last.word.endMs,
    confidence: confidences.length === 0 ? null : Math.min(...confidences),
  };
}
