import { heardEmotions } from '../../../../protocol/expression.ts';
import type { EmotionAccuracy, ScoredPair } from './accuracy.ts';
import { detection } from './detection.ts';

/** @returns null where no recording has an emotion */
export function scoreEmotions(pairs: readonly ScoredPair[]): EmotionAccuracy | null {
  const felt = pairs.filter(({ spoken }) => spoken.emotion !== null);
  if (felt.length === 0) return null;
  const occurring = heardEmotions.filter((emotion) => felt.some(({ spoken }) => spoken.emotion === emotion));
  const classes = occurring.map((emotion) => ({
    emotion,
    ...detection(felt.map(({ spoken, heard }) => [spoken.emotion === emotion, heard.emotion === emotion])),
  }));
  return {
    fileCount: felt.length,
    unweightedRecall: mean(classes.map(({ recall }) => recall ?? 0)),
    accuracy: felt.filter(({ spoken, heard }) => spoken.emotion === heard.emotion).length / felt.length,
    macroF1: mean(classes.map(({ f1 }) => f1)),
    weightedF1: classes.reduce((sum, { f1, expectedCount }) => sum + f1 * expectedCount, 0) / felt.length,
    untoldCount: felt.filter(({ heard }) => heard.emotion === null).length,
    classes,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
