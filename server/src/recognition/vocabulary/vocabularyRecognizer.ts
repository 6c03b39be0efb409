import { untilAborted } from '../../cancellation/untilAborted.ts';
import type { Recognizer } from '../recognizer.ts';
import { createAligner } from './alignment.ts';
import type { CorrectionTools } from './correctText.ts';
import { correctUtterance } from './correctUtterance.ts';
import { createEnglishSounds, type PronunciationSources } from './pronunciation.ts';
import { createSoundCosts } from './soundCosts.ts';
import { createVocabularyIndex, type VocabularyIndex } from './vocabularyIndex.ts';

/**
 * Makes of any recognizer one that writes what it hears as the vocabulary of the request says; see docs/recognition.md.
 * The recognizer gets the vocabulary too, for what it can do itself.
 */
export type CorrectByVocabulary = (recognizer: Recognizer) => Recognizer;

/**
 * @param loadSources  called for the first vocabulary; again where it failed
 */
export function createVocabularyCorrector(
  loadSources: () => Promise<PronunciationSources>,
): CorrectByVocabulary {
  const prepare = createPreparation(loadSources);
  return (recognizer) => ({
    ...recognizer,
    async recognize(samples, options, signal) {
      const { vocabulary = [] } = options;
      if (vocabulary.length === 0) return recognizer.recognize(samples, options, signal);
      const [utterance, prepared] = await Promise.all([
        recognizer.recognize(samples, options, signal),
        untilAborted(prepare(vocabulary), signal),
      ]);
      return correctUtterance(utterance, prepared);
    },
  });
}

interface PreparedVocabulary {
  readonly index: VocabularyIndex;
  readonly tools: CorrectionTools;
}

/**
 * Keeps the index of a list as long as the list is kept, by its identity: who asks again gives the same list. What one
 * request has begun is of use to the next, so no abort ends it.
 */
function createPreparation(
  loadSources: () => Promise<PronunciationSources>,
): (vocabulary: readonly string[]) => Promise<PreparedVocabulary> {
  const known = new WeakMap<readonly string[], Promise<PreparedVocabulary>>();
  let loading: Promise<LoadedSources> | null = null;
  const load = async (): Promise<LoadedSources> => {
    const sources = await loadSources();
    const english = createEnglishSounds(sources);
    return { english, aligner: createAligner(createSoundCosts()), loadPinyin: sources.loadPinyin };
  };
  const prepare = async (vocabulary: readonly string[]): Promise<PreparedVocabulary> => {
    const { loadPinyin, ...tools } = await (loading ??= load());
    const isChinese = vocabulary.some((phrase) => /\p{Script=Han}/u.test(phrase));
    const all = { ...tools, toPinyin: isChinese ? await loadPinyin() : null };
    return { index: await createVocabularyIndex(vocabulary, all), tools: all };
  };
  return (vocabulary) => {
    const before = known.get(vocabulary);
    if (before !== undefined) return before;
    const preparing = prepare(vocabulary);
    known.set(vocabulary, preparing);
    preparing.catch(() => {
      loading = null;
      known.delete(vocabulary);
    });
    return preparing;
  };
}

interface LoadedSources extends Omit<CorrectionTools, 'toPinyin'> {
  readonly loadPinyin: PronunciationSources['loadPinyin'];
}
