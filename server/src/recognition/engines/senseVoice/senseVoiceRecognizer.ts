import { readFile } from 'node:fs/promises';
import { SpeechError } from '../../../../../protocol/errors.ts';
import type { TranscriptSegment } from '../../../../../protocol/recognition.ts';
import type { SessionOptions } from '../../../inference/session.ts';
import { createTaskQueue } from '../../../inference/taskQueue.ts';
import { recognitionSampleRateHz, type RecognizedUtterance, type Recognizer } from '../../recognizer.ts';
import { chooseTag, decodePieces } from './ctcDecoding.ts';
import { createFrontEnd } from './frontEnd.ts';
import type { PreparedDescription } from './graphRecipe.ts';
import { piecesToText, piecesToWords } from './pieceText.ts';
import { timePieces } from './pieceTimes.ts';
import { tellLayout } from './senseVoiceLayout.ts';
import {
  featureDimension,
  readFunasrMetadata,
  readSherpaMetadata,
  type SenseVoiceMetadata,
} from './senseVoiceMetadata.ts';
import { openSenseVoiceModel, type SenseVoiceAnswer } from './senseVoiceModel.ts';
import { createVocabulary, readPieces, type Vocabulary } from './vocabulary.ts';

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
  const layout = tellLayout(description.inputNames, description.metadata['comment']);
  const metadata =
    layout.name === 'sherpa'
      ? readSherpaMetadata(new Map(Object.entries(description.metadata)))
      : readFunasrMetadata(await readFile(requireMvn(paths.mvn), 'utf8'));
  const model = await openSenseVoiceModel(paths.graph, layout, session);
  try {
    const vocabulary = createVocabulary(readPieces(await readFile(paths.tokens, 'utf8'), model.pieceCount));
    const toFeatures = createFrontEnd(metadata.cmvn);
    const queue = createTaskQueue();

    const recognize = async (samples: Float32Array, languageId: number): Promise<RecognizedUtterance> => {
      const features = toFeatures(samples);
      if (features.length === 0) return nothingHeard;
      const answer = await model.run({ features, languageId, textNormId: metadata.withItnId });
      const durationMs = (samples.length * 1000) / recognitionSampleRateHz;
      const frameCount = features.length / featureDimension;
      return readAnswer(answer, { vocabulary, blankId: metadata.blankId, frameCount, durationMs });
    };

    return {
      description: {
        engine: 'sensevoice',
        model: modelId,
        provider: model.provider,
        languages: ['zh', 'yue', 'en', 'ja', 'ko'],
        maxUtteranceMs,
      },
      async recognize(samples, { language }, signal) {
        const languageId = requireLanguage(metadata, language);
        assertLength(samples);
        return queue.run(() => recognize(samples, languageId), signal);
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

const nothingHeard: RecognizedUtterance = {
  text: '',
  language: null,
  languageConfidence: null,
  emotion: null,
  emotionConfidence: null,
  events: [],
  words: [],
  confidence: null,
};

interface AnswerContext {
  readonly vocabulary: Vocabulary;
  readonly blankId: number;
  /** Stacked frames of speech. */
  readonly frameCount: number;
  readonly durationMs: number;
}

function readAnswer(answer: SenseVoiceAnswer, context: AnswerContext): RecognizedUtterance {
  const { vocabulary, blankId, frameCount, durationMs } = context;
  const { languages, emotions, events } = vocabulary.heads;
  const language = chooseTag(answer.head(0), languages);
  const emotion = chooseTag(answer.head(1), emotions);
  const event = chooseTag(answer.head(2), events);
  const heard: TranscriptSegment['events'] =
    event.value === null
      ? []
      : [{ type: event.value, startMs: 0, endMs: durationMs, confidence: event.confidence }];
  const pieces = decodePieces(answer.frames, (id) => id === blankId || vocabulary.isMarkup(id));
  const texts = pieces.map(({ id }) => vocabulary.pieces[id] ?? '');
  const text = piecesToText(texts).trim();
  const confidence = meanConfidence(pieces.map((piece) => piece.confidence));
  if (language.value === null || isHallucination(text, confidence)) return { ...nothingHeard, events: heard };
  const times = timePieces(pieces, frameCount);
  const timed = times.map((time, index) => ({
    ...time,
    piece: texts[index] ?? '',
    confidence: pieces[index]?.confidence ?? 0,
  }));
  return {
    text,
    language: language.value,
    languageConfidence: language.confidence,
    emotion: emotion.value,
    emotionConfidence: emotion.value === null ? null : emotion.confidence,
    events: heard,
    words: piecesToWords(timed),
    confidence,
  };
}

/** Geometric mean; null of nothing. */
function meanConfidence(confidences: readonly number[]): number | null {
  if (confidences.length === 0) return null;
  return Math.exp(confidences.reduce((sum, value) => sum + Math.log(value), 0) / confidences.length);
}

/** What breath, music and silence are heard as. */
const hallucinations: ReadonlySet<string> = new Set([
  'The.',
  'Yeah.',
  'I.',
  'Okay.',
  '.',
  '。',
  '嗯。',
  'うん。',
  '그.',
]);
const doubtful = 0.6;

function isHallucination(text: string, confidence: number | null): boolean {
  return text === 'The.' || (hallucinations.has(text) && (confidence ?? 0) < doubtful);
}

function requireLanguage({ languageIds }: SenseVoiceMetadata, language: string | undefined): number {
  const id = languageIds.get(language === undefined ? 'auto' : primaryTag(language));
  if (id !== undefined) return id;
  throw new SpeechError('languageUnsupported', {
    message: `SenseVoice hears Chinese, Cantonese, English, Japanese and Korean, not "${language ?? ''}".`,
    hint: 'Choose a model of that language with --engine; `aloud models list` shows what each model hears.',
  });
}

/** Cantonese is written `yue`, `zh-HK` or `zh-yue`. */
function primaryTag(language: string): string {
  const lower = language.toLowerCase();
  if (/^zh-(?:hk|yue|mo)\b/u.test(lower)) return 'yue';
  return lower.split(/[-_]/u)[0] ?? lower;
}

function requireMvn(path: string | undefined): string {
  if (path !== undefined) return path;
  throw new SpeechError('modelIncompatible', {
    message: 'This SenseVoice model needs its file am.mvn.',
    hint: 'Take all files of the model from one place.',
  });
}

function assertLength(samples: Float32Array): void {
  const durationMs = (samples.length * 1000) / recognitionSampleRateHz;
  if (durationMs <= maxUtteranceMs) return;
  throw new SpeechError('inputTooLong', {
    message: `SenseVoice takes at most ${maxUtteranceMs / 1000} seconds at once, not ${Math.ceil(durationMs / 1000)}.`,
    hint: 'Cut the recording into segments at its pauses.',
  });
}
