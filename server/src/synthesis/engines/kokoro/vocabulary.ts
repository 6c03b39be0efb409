import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';

/** Phoneme ids by character. */
export type Vocabulary = ReadonlyMap<string, number>;

/** The id that stands before and after the phonemes. */
export const boundaryId = 0;

/**
 * Reads `model.vocab` of a Kokoro `tokenizer.json`.
 *
 * @throws SpeechError fileUnreadable, modelCorrupt
 */
export async function readVocabulary(path: string): Promise<Vocabulary> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SpeechError('fileUnreadable', {
      message: `The tokenizer "${path}" cannot be read.`,
      hint: "Install the model again with 'aloud models pull kokoro-82m'.",
      cause,
    });
  });
  try {
    const { model } = JSON.parse(text) as { model: { vocab: Record<string, number> } };
    return new Map(Object.entries(model.vocab));
  } catch (cause) {
    throw new SpeechError('modelCorrupt', {
      message: `"${path}" is no tokenizer of Kokoro.`,
      hint: "Install the model again with 'aloud models pull kokoro-82m'.",
      cause,
    });
  }
}

/**
 * @param phonemes  characters of the vocabulary only
 * @returns         ids with the boundary at both ends: phoneme `i` is at `i + 1`
 * @throws RangeError for a character the model does not know
 */
export function toPhonemeIds(phonemes: string, vocabulary: Vocabulary): number[] {
  const ids = Array.from(phonemes, (character) => {
    const id = vocabulary.get(character);
    if (id === undefined) throw new RangeError(`Kokoro has no phoneme "${character}".`);
    return id;
  });
  return [boundaryId, ...ids, boundaryId];
}
