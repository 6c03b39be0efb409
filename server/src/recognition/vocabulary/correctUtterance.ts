import type { TranscriptWord } from '../../../../protocol/recognition.ts';
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
    const placed = placeWords(corrected);
    const confidenceAt = (at: number): number | null =>
      placed?.find(({ start, end }) => start <= at && at < end)?.word.confidence ?? null;
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

interface PlacedWord {
  readonly start: number;
  readonly end: number;
  readonly word: TranscriptWord;
}

/** @returns null where there are no words, or others than those of the text */
function placeWords({ text, words }: RecognizedUtterance): PlacedWord[] | null {
  if (words === null) return null;
  const placed: PlacedWord[] = [];
  let from = 0;
  for (const word of words) {
    const start = text.indexOf(word.text, from);
    if (start < 0 || text.slice(from, start).trim() !== '') return null;
    from = start + word.text.length;
    placed.push({ start, end: from, word });
  }
  return text.slice(from).trim() === '' ? placed : null;
}

function joinWords(
  text: string,
  words: readonly PlacedWord[],
  replacements: readonly Replacement[],
): TranscriptWord[] {
  const joined: TranscriptWord[] = [];
  let rest = words;
  for (const replacement of replacements) {
    const before = rest.findIndex(({ end }) => end > replacement.start);
    const reached = rest.findIndex(({ start }) => start >= replacement.end);
    const after = reached < 0 ? rest.length : reached;
    if (before < 0 || before >= after) continue;
    joined.push(...rest.slice(0, before).map(({ word }) => word));
    joined.push(joinOne(text, rest.slice(before, after), replacement));
    rest = rest.slice(after);
  }
  return [...joined, ...rest.map(({ word }) => word)];
}

function joinOne(
  text: string,
  words: readonly PlacedWord[],
  { start, end, written }: Replacement,
): TranscriptWord {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('A replacement without words.');
  const confidences = words.map(({ word }) => word.confidence).filter((confidence) => confidence !== null);
  return {
    text:
      text.slice(first.start, Math.max(first.start, start)) +
      written +
      text.slice(Math.min(end, last.end), last.end),
    startMs: first.word.startMs,
    endMs: last.word.endMs,
    confidence: confidences.length === 0 ? null : Math.min(...confidences),
  };
}
