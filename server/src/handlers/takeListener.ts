import { isSpeechError } from '../../../protocol/errors.ts';
import type { TakeCheck } from '../../../protocol/preview.ts';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
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
      const { segments } = await recognizeSource(toRecognitionRate(speech), ear, signal);
      const heard = toPlainText(segments);
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

/** Mono 16 kHz. */
async function* toRecognitionRate({
  description,
  chunks,
}: KeptSpeech): AsyncGenerator<Float32Array, void, undefined> {
  const resampler = createResampler(description.sampleRateHz, recognitionSampleRateHz);
  for (const { samples } of chunks) yield await Promise.resolve(resampler.push(samples));
  yield resampler.flush();
}
