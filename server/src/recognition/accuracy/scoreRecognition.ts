import type { Accuracy, ScoredPair } from './accuracy.ts';
import { scoreEmotions } from './scoreEmotions.ts';
import { scoreEvents } from './scoreEvents.ts';
import { scoreText } from './scoreText.ts';

/** How well an engine has heard recordings. */
export function scoreRecognition(pairs: readonly ScoredPair[]): Accuracy {
  return { text: scoreText(pairs), emotion: scoreEmotions(pairs), events: scoreEvents(pairs) };
}
