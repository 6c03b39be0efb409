import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import type { SessionOptions } from '../../../inference/session.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import { recognitionSampleRateHz, type RecognizedUtterance, type Recognizer } from '../../recognizer.ts';
import { chooseTag } from './ctcDecoding.ts';
import { createFrontEnd } from './frontEnd.ts';
import type { PreparedDescription } from './graphRecipe.ts';
import { nothingHeard, readUtterance } from './readUtterance.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import { featureDimension, readFunasrMetadata, readSherpaMetadata } from './senseVoiceMetadata.ts';
import { openSenseVoiceModel, type SenseVoiceAnswer } from './senseVoiceModel.ts';
import { createVocabulary, readPieces, type HeadTags } from './vocabulary.ts';
import { readWishedLanguages, senseVoiceLanguages, type WishedLanguages } from './wishedLanguages.ts';

export interface SenseVoiceOptions extends Omit<SessionOptions, 'deviceOutputs'> {
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
  const model = await openSenseVoiceModel(paths.graph, layout, session);
  try {
    const vocabulary = createVocabulary(readPieces(await readFile(paths.tokens, 'utf8'), model.pieceCount));
    const toFeatures = createFrontEnd(metadata.cmvn);
    const queue = createTaskQueue();

    const hear = async (samples: Float32Array, request: Request): Promise<RecognizedUtterance> => {
      const { query, allowed, textNormId, signal } = request;
      const features = toFeatures(samples);
      if (features.length === 0) return nothingHeard;
      const ask = (language: string): Promise<SenseVoiceAnswer> =>
        model.run({ features, languageId: metadata.languageIds.get(language) ?? 0, textNormId });
      const context = {
        vocabulary,
        blankId: metadata.blankId,
        frameCount: features.length / featureDimension,
        durationMs: toMs(samples.length),
      };
      const { languages } = vocabulary.heads;
      const answer = await ask(query);
      const { value: heard } = chooseTag(answer.head(0), languages);
      if (allowed === null || heard === null || allowed.has(heard))
        return readUtterance(answer, { ...context, languages });
      const { value: likeliest } = chooseTag(answer.head(0), tagsOf(languages, allowed));
      signal.throwIfAborted();
      return readUtterance(likeliest === query ? answer : await ask(likeliest), {
        ...context,
        // Silence may be the answer, whatever is allowed.
        languages: new Map([...languages].filter(([, name]) => name === null || allowed.has(name))),
      });
    };

    return {
      description: {
        engine: 'sensevoice',
        model: modelId,
        provider: model.provider,
        languages: senseVoiceLanguages,
        maxUtteranceMs,
        preferredUtteranceMs,
      },
      async recognize(samples, options, signal) {
        const wish = readWishedLanguages(options);
        const { inverseTextNormalization = true } = options;
        const textNormId = inverseTextNormalization ? metadata.withItnId : metadata.withoutItnId;
        assertLength(samples);
        return queue.run(() => hear(samples, { ...wish, textNormId, signal }), signal);
      },
      dispose: () => model.dispose(),
    };
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

/** The attention grows with the square and the accuracy falls beyond; the segmenter gives half of it. */
const maxUtteranceMs = 30_000;

/**
 * Events and emotions are told better with more to hear, and short utterances cost more for each second. Source: FunASR
 * (`merge_length_s` 15), which joins whatever pause is between.
 */
const preferredUtteranceMs = 15_000;

interface Request extends WishedLanguages {
  /** Row of the prompt table. */
  readonly textNormId: number;
  /** Checked before the model is run once more. */
  readonly signal: AbortSignal;
}

/** The tags of some languages, without that of no speech. */
function tagsOf(languages: HeadTags['languages'], allowed: ReadonlySet<string>): Map<number, string> {
  return new Map(
    [...languages].flatMap(([id, name]) => (name !== null && allowed.has(name) ? [[id, name]] : [])),
  );
}

function requireMvn(path: string | undefined): string {
  if (path !== undefined) return path;
  throw new SpeechError('modelIncompatible', {
    message: 'This SenseVoice model needs its file am.mvn.',
    hint: 'Take all files of the model from one place.',
  });
}

function assertLength(samples: Float32Array): void {
  const durationMs = toMs(samples.length);
  if (durationMs <= maxUtteranceMs) return;
  throw new SpeechError('inputTooLong', {
    message: `SenseVoice takes at most ${maxUtteranceMs / 1000} seconds at once, not ${Math.ceil(durationMs / 1000)}.`,
    hint: 'Cut the recording into segments at its pauses.',
  });
}

function toMs(sampleCount: number): number {
  return (sampleCount * 1000) / recognitionSampleRateHz;
}
