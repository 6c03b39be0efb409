import { hearWhole } from './recognition/hearWhole.ts';
import type { TranscribeTools } from './recognition/transcribe.ts';
import type { TakeEar } from './synthesis/takes/speakBestTakes.ts';

/** A recognizer as the judge of takes. @param language  as models name it */
export function createTakeEar(tools: TranscribeTools, language: string): TakeEar {
  return {
    model: tools.recognizer.description.model,
    language,
    async hear({ samples, sampleRateHz }, signal) {
      const { text, emotion } = await hearWhole({ chunks: [samples], sampleRateHz }, tools, signal);
      return { text, emotion };
    },
  };
}
