import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import { assertUtteranceLength } from '../../assertUtteranceLength.ts';
import { recognitionSampleRateHz, type RecognizedUtterance, type Recognizer } from '../../recognizer.ts';
import { askInLanguage } from './askInLanguage.ts';
import { openFrontEnd } from './frontEnd.ts';
import type { PreparedDescription } from './graphRecipe.ts';
import { nothingHeard, readUtterance } from './readUtterance.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import { featureDimension, readFunasrMetadata, readSherpaMetadata } from './senseVoiceMetadata.ts';
import { openSenseVoiceModel, type SenseVoiceAnswer, type SenseVoiceModel } from './senseVoiceModel.ts';
import { openSenseVoiceModels, type SenseVoiceModelsOptions } from './senseVoiceModels.ts';
import { createVocabulary, readPieces } from './vocabulary.ts';
import { createVocabularyBias } from './vocabularyBias.ts';
import { readWishedLanguages, senseVoiceLanguages, type WishedLanguages } from './wishedLanguages.ts';

export interface SenseVoiceOptions extends Omit<SenseVoiceModelsOptions, 'deviceOutputs'> {
  /** Catalog id of the model. */
  readonly model: string;
  /** Both made by the recipe; `tokens.json` or `tokens.txt`; `am.mvn`, which only the funasr layout needs. */
  readonly paths: {
    readonly graph: string;
    readonly description: string;
    readonly tokens: string;
    readonly mvn?: string;
  };
}

/**
 * Loads SenseVoice, which hears words, language, emotion and events in one pass: Chinese, Cantonese, English, Japanese
 * and Korean.
 *
 * @throws SpeechError modelIncompatible, fileUnreadable, and as `createSession`
 */
export async function createSenseVoiceRecognizer(options: SenseVoiceOptions): Promise<Recognizer> {
  const { model: modelId, paths, ...session } = options;
  const description = JSON.parse(await readFile(paths.description, 'utf8')) as PreparedDescription;
  const layout = tellLayout(description);
  const metadata =
    layout.name === 'sherpa'
      ? readSherpaMetadata(new Map(Object.entries(description.metadata)))
      : readFunasrMetadata(await readFile(requireMvn(paths.mvn), 'utf8'));
  const frontEnd = await openFrontEnd(metadata.cmvn, session);
  const models = await openSenseVoiceModels(
    (sessionOptions) => openSenseVoiceModel(paths.graph, layout, sessionOptions),
    session,
  ).catch(async (error: unknown) => {
    await frontEnd.dispose();
    throw error;
  });
  const dispose = async (): Promise<void> => {
    await Promise.all([frontEnd.dispose(), models.dispose()]);
  };
  try {
    const vocabulary = createVocabulary(readPieces(await readFile(paths.tokens, 'utf8'), models.pieceCount));
    const bias = createVocabularyBias(vocabulary, metadata.blankId);

    const hear = async (
      model: SenseVoiceModel,
      samples: Float32Array,
      request: Request,
    ): Promise<RecognizedUtterance> => {
      const { wish, textNormId, phrases, signal } = request;
      const features = await frontEnd.toFeatures(samples);
      if (features.length === 0) return nothingHeard;
      const ask = (language: string): Promise<SenseVoiceAnswer> =>
        model.run({
          features,
          languageId: metadata.languageIds.get(language) ?? 0,
          textNormId,
          wantsLogits: bias.isUsed(phrases),
        });
      const { languages: all } = vocabulary.heads;
      const { answer, languages } = await askInLanguage({ wish, languages: all, ask }, signal);
      return readUtterance(
        { ...answer, frames: bias.apply(answer, phrases) },
        {
          vocabulary,
          languages,
          blankId: metadata.blankId,
          frameCount: features.length / featureDimension,
          durationMs: toMs(samples.length),
        },
      );
    };

    return {
      description: {
        engine: 'sensevoice',
        model: modelId,
        provider: models.provider,
        languages: senseVoiceLanguages,
        maxUtteranceMs,
        preferredUtteranceMs,
        ...(models.sideBySideCount > 1 && { sideBySideCount: models.sideBySideCount }),
      },
      async recognize(samples, options, signal) {
        const wish = readWishedLanguages(options);
        const { inverseTextNormalization = true, vocabulary: phrases = [], isOneOfMany = false } = options;
        const textNormId = inverseTextNormalization ? metadata.withItnId : metadata.withoutItnId;
        assertUtteranceLength(samples, { engine: 'SenseVoice', maxUtteranceMs });
        const request = { wish, textNormId, phrases, signal };
        return models.use((model) => hear(model, samples, request), isOneOfMany, signal);
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The attention grows with the square and the accuracy falls beyond; the segmenter gives little more than half of it. */
const maxUtteranceMs = 30_000;

/**
 * Events and emotions are told better with more to hear, and short utterances cost more for each second. Source: FunASR
 * (`merge_length_s` 15), which joins whatever pause is between.
 */
const preferredUtteranceMs = 15_000;

interface Request {
  readonly wish: WishedLanguages;
  /** Row of the prompt table. */
  readonly textNormId: number;
  /** That are likelier than the model says. */
  readonly phrases: readonly string[];
  readonly signal: AbortSignal;
}

function requireMvn(path: string | undefined): string {
  if (path !== undefined) return path;
  throw new SpeechError('modelIncompatible', {
    message: 'This SenseVoice model needs its file am.mvn.',
    hint: 'Take all files of the model from one place.',
  });
}

function toMs(sampleCount: number): number {
  return (sampleCount * 1000) / recognitionSampleRateHz;
}
