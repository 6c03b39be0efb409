import { isSpeechError } from '../../../protocol/errors.ts';
import type { TakeCheck } from '../../../protocol/preview.ts';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { joinSamples } from '../audio/joinSamples.ts';
import { createResampler } from '../audio/resample.ts';
import type { RecognitionLease } from '../enginePool/sharedEngines.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import { recognizeSource } from '../recognition/recognizeSource.ts';
import { toPlainText } from '../recognition/transcript/plainText.ts';
import type { KeptSpeech } from '../soundCache/keptSpeech.ts';
import { judgeTake } from '../text/judgeTake.ts';
import { createLateLease, type LateLease } from './lateLease.ts';

/** Listens to sounds that were made; its engines, one for each language, are held until it is disposed of. */
export interface TakeListener extends AsyncDisposable {
  /**
   * @param said  its language as models name it
   * @returns null where no engine hears the language
   * @throws SpeechError modelNotInstalled and what hearing throws
   */
  listen(
    speech: KeptSpeech,
    said: { readonly text: string; readonly language: string },
    signal: AbortSignal,
  ): Promise<TakeCheck | null>;
}

type Ear = RecognitionLease & { readonly options: RecognitionOptions };

/** @param open  an engine that hears a language, when it is needed first */
export function createTakeListener(open: (language: string) => Promise<Ear>): TakeListener {
  const ears = new Map<string, LateLease<Ear>>();
  const earFor = (language: string): LateLease<Ear> => {
    const known = ears.get(language);
    if (known !== undefined) return known;
    const fresh = createLateLease(() => open(language));
    ears.set(language, fresh);
    return fresh;
  };
  return {
    async listen(speech, { text, language }, signal) {
      const ear = await earFor(language).take().catch(orUnheard);
      if (ear === null) return null;
      const heard = await hear(toRecognitionRate(speech), ear, signal);
      return { heard, ...judgeTake(text, heard, language), model: ear.recognizer.description.model };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...ears.values()].map((ear) => ear[Symbol.asyncDispose]()));
    },
  };
}

function orUnheard(error: unknown): null {
  if (isSpeechError(error) && error.code === 'languageUnsupported') return null;
  throw error;
}

/** All of it is speech: what is whispered a detector of voices would pass over, so it only cuts what is too long. */
async function hear(
  samples: Float32Array,
  { recognizer, voiceActivity, options }: Ear,
  signal: AbortSignal,
): Promise<string> {
  const durationMs = (samples.length * 1000) / recognitionSampleRateHz;
  if (durationMs <= recognizer.description.maxUtteranceMs) {
    return (await recognizer.recognize(samples, options, signal)).text;
  }
  const source = oneChunk(samples);
  return toPlainText(
    (await recognizeSource(source, { recognizer, voiceActivity, options }, signal)).segments,
  );
}

async function* oneChunk(samples: Float32Array): AsyncGenerator<Float32Array, void, undefined> {
  yield await Promise.resolve(samples);
}

/** Mono 16 kHz. */
function toRecognitionRate({ description, chunks }: KeptSpeech): Float32Array {
  const resampler = createResampler(description.sampleRateHz, recognitionSampleRateHz);
  return joinSamples([...chunks.map(({ samples }) => resampler.push(samples)), resampler.flush()]);
}
