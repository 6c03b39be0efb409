import path from 'node:path';
import { loadPronunciation } from '../../../server/src/loadPronunciation.ts';
import { unknownUtterance, type RecognizedUtterance } from '../../../server/src/recognition/recognizer.ts';
import { createAligner } from '../../../server/src/recognition/vocabulary/alignment.ts';
import { correctUtterance } from '../../../server/src/recognition/vocabulary/correctUtterance.ts';
import { createEnglishSounds } from '../../../server/src/recognition/vocabulary/pronunciation.ts';
import { createSoundCosts } from '../../../server/src/recognition/vocabulary/soundCosts.ts';
import { createVocabularyIndex } from '../../../server/src/recognition/vocabulary/vocabularyIndex.ts';

const lexiconPath = path.resolve(import.meta.dirname, '../../../dist/english.lexicon');

/** What the product corrects with; the build makes the dictionary, and `npm test` builds first. */
export const sources = await loadPronunciation(lexiconPath);

export const tools = {
  english: createEnglishSounds(sources),
  aligner: createAligner(createSoundCosts()),
  toPinyin: await sources.loadPinyin(),
};

/** A function that writes a text as the phrases say. */
export async function createCorrector(phrases: readonly string[]): Promise<(text: string) => string> {
  const index = await createVocabularyIndex(phrases, tools);
  return (text) => correctUtterance(utteranceOf(text), { index, tools }).text;
}

export async function correct(text: string, phrases: readonly string[]): Promise<string> {
  return (await createCorrector(phrases))(text);
}

/** Of what an engine hears that knows no words and no confidences. */
export function utteranceOf(text: string, words: RecognizedUtterance['words'] = null): RecognizedUtterance {
  return { ...unknownUtterance, text, language: 'en', words };
}
