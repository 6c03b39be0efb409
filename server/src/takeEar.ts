import { hearWhole, type Hearing } from './recognition/hearWhole.ts';
import type { TakeEar } from './synthesis/takes/speakBestTakes.ts';

/** A recognizer as the judge of takes. @param language  as models name it */
export function createTakeEar(hearing: Hearing, language: string): TakeEar {
  return {
    model: hearing.recognizer.description.model,
    language,
    async hear({ samples, sampleRateHz }, signal) {
      const { text, emotion } = await hearWhole({ chunks: [samples], sampleRateHz }, hearing, signal);
      return { text, emotion };
    },
  };
}
