import { addNoise } from '../audio/addNoise.ts';
import { hearWhole, type HeardWhole } from '../recognition/hearWhole.ts';
import type { TranscribeTools } from '../recognition/transcribe.ts';
import type { TakeEar } from '../synthesis/takes/speakBestTakes.ts';

/** A recognizer as the judge of takes. @param language  as models name it */
export function createTakeEar(tools: TranscribeTools, language: string): TakeEar {
  return {
    model: tools.recognizer.description.model,
    language,
    async hear({ samples, sampleRateHz }, signal) {
      const hear = (heard: Float32Array): Promise<HeardWhole> =>
        hearWhole({ chunks: [heard], sampleRateHz }, tools, signal);
      const { text, emotion } = await hear(samples);
      const inNoise: string[] = [];
      for (const snrDb of noisesDb) {
        signal.throwIfAborted();
        const { text: heard } = await hear(addNoise(samples, snrDb));
        inNoise.push(heard);
      }
      return { text, inNoise, emotion };
    },
  };
}

/** How far the noises are below the speech: a little of it, and about as loud as a busy room. */
const noisesDb = [15, 6];
