import { finiteSamples } from '../../../audio/finiteSamples.ts';
import { createLogMelSpectrogram } from '../../../audio/logMelSpectrogram.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import { assertUtteranceLength } from '../../assertUtteranceLength.ts';
import {
  recognitionSampleRateHz,
  unknownUtterance,
  type RecognizedUtterance,
  type Recognizer,
} from '../../recognizer.ts';
import { createHearing } from './hearUtterance.ts';
import { allowedCodes, toLanguageTag, type LanguageWish } from './languages.ts';
import { readTokenText } from './tokenText.ts';
import { readWhisperConfig, type WhisperConfigPaths } from './whisperConfig.ts';
import { openWhisperModel, type WhisperPaths, type WhisperSessionOptions } from './whisperModel.ts';

export interface WhisperOptions extends WhisperSessionOptions {
  /** Catalog id of the model, which is the name of its engine as well. */
  readonly model: string;
  /** Made by the recipes. */
  readonly graphs: WhisperPaths;
  /** Published beside the graphs. */
  readonly configs: WhisperConfigPaths;
}

/**
 * Loads a Whisper of many languages. It tells the language by itself, and writes punctuation and capitals.
 *
 * @throws SpeechError modelIncompatible, and as `createSession`
 */
export async function createWhisperRecognizer(options: WhisperOptions): Promise<Recognizer> {
  const { model: modelId, graphs, configs, ...session } = options;
  const config = await readWhisperConfig(configs);
  const { languages } = config.tokens;
  const toText = await readTokenText(configs.tokenizer, config.tokens.end);
  const model = await openWhisperModel(graphs, config, session);
  const hear = createHearing({ config, model, toText, logMel: createLogMelSpectrogram(config.melCount) });
  const queue = createTaskQueue();

  const recognize = async (
    samples: Float32Array,
    wish: LanguageWish,
    signal: AbortSignal,
  ): Promise<RecognizedUtterance> => {
    const sound = finiteSamples(samples);
    if (!isAudible(sound)) return unknownUtterance;
    const heard = await hear(sound, wish, signal);
    if (heard === null || heard.text === '') return unknownUtterance;
    return {
      // Neither emotion nor events, and no time of a word.
      ...unknownUtterance,
      text: heard.text,
      language: toLanguageTag(heard.language.code),
      languageConfidence: heard.language.probability,
      confidence: Math.exp(heard.meanLogProbability),
    };
  };

  return {
    description: {
      engine: modelId,
      model: modelId,
      provider: model.provider,
      languages: [...languages.keys()].map(toLanguageTag),
      maxUtteranceMs,
      preferredUtteranceMs,
    },
    async recognize(samples, { language, allowedLanguages }, signal) {
      const wish = {
        ...(language !== undefined && { language }),
        ...(allowedLanguages !== undefined && { allowedLanguages }),
      };
      allowedCodes(languages, wish);
      assertUtteranceLength(samples, { engine: 'Whisper', maxUtteranceMs });
      return queue.run(() => recognize(samples, wish, signal), signal);
    },
    dispose: () => model.dispose(),
  };
}

/** What Whisper was trained on at once. */
const maxUtteranceMs = 30_000;

/** The shortest window holds so much, and costs the same for less. */
const preferredUtteranceMs = 10_000;

/** No word is shorter, or softer than half of what 16 bits can write; Whisper would invent one. */
const leastSamples = recognitionSampleRateHz / 10;
const leastAmplitude = 1 / 65_536;

function isAudible(samples: Float32Array): boolean {
  return samples.length >= leastSamples && samples.some((sample) => Math.abs(sample) > leastAmplitude);
}
