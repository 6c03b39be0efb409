import { compareSpoken } from './compareSpoken.ts';
import { compareTranscripts } from './wordErrorRate.ts';

/** Whether a sound says its text, by what was heard in it. */
export interface TakeJudgment {
  /** Edits by units of the text, in words or characters; without a unit it is 0 when nothing was heard and 1 otherwise. */
  readonly errorRate: number;
  readonly isDoubtful: boolean;
}

/**
 * A recognition engine mishears a name here and there. A garbled sound has wrong words in a row, or wrong ones
 * throughout: a rate over all of a long text would not show ten seconds of it.
 *
 * @param language  as models name it: `en`, `zh`; runs are looked for in English only
 */
export function judgeTake(said: string, heard: string, language: string): TakeJudgment {
  if (language === 'en') {
    const { wordErrorRate, longestDivergentRun } = compareTranscripts(said, heard);
    return {
      errorRate: wordErrorRate,
      isDoubtful: wordErrorRate > mostMisheard || longestDivergentRun >= garbledRun,
    };
  }
  const { editCount, unitCount } = compareSpoken(said, heard, language);
  const errorRate = unitCount === 0 ? Math.min(1, editCount) : editCount / unitCount;
  return { errorRate, isDoubtful: errorRate > mostMisheard };
}

const mostMisheard = 0.34;
const garbledRun = 3;
