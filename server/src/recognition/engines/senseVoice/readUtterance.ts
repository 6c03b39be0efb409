import type { TranscriptSegment } from '../../../../../protocol/recognition.ts';
import { unknownUtterance, type RecognizedUtterance } from '../../recognizer.ts';
import { chooseTag, decodePieces, tagProbability, type EmittedPiece } from './ctcDecoding.ts';
import { isKnownHallucination, noSpeechScore } from './noSpeech.ts';
import { piecesToText, piecesToWords } from './pieceText.ts';
import { timePieces } from './pieceTimes.ts';
import type { SenseVoiceAnswer } from './senseVoiceModel.ts';
import type { HeadTags, Vocabulary } from './vocabulary.ts';

export interface UtteranceContext {
  readonly vocabulary: Vocabulary;
  /** What the first frame may say; null stands for no speech. */
  readonly languages: HeadTags['languages'];
  readonly blankId: number;
  /** Stacked frames of the sound. */
  readonly frameCount: number;
  readonly durationMs: number;
}

/**
 * What the frames of an utterance say. Where nobody spoke there is no text, language or emotion, but there may be an
 * event.
 */
export function readUtterance(
  answer: Pick<SenseVoiceAnswer, 'frames' | 'head'>,
  context: UtteranceContext,
): RecognizedUtterance {
  const { vocabulary, languages, blankId, durationMs } = context;
  const language = chooseTag(answer.head(0), languages);
  const emotion = chooseTag(answer.head(1), vocabulary.heads.emotions);
  const event = chooseTag(answer.head(2), vocabulary.heads.events);
  const events: TranscriptSegment['events'] =
    event.value === null
      ? []
      : [{ type: event.value, startMs: 0, endMs: durationMs, confidence: event.confidence }];
  const pieces = decodePieces(answer.frames, (id) => id === blankId || vocabulary.isMarkup(id));
  const text = piecesToText(pieces.map(({ id }) => vocabulary.pieces[id] ?? '')).trim();
  const doubt = noSpeechScore({
    noSpeechProbability: tagProbability(answer.head(0), languages, null),
    writtenShare: writtenShare(pieces, context.frameCount),
  });
  if (text === '' || language.value === null || doubt > 0.5 || isKnownHallucination(text))
    return { ...nothingHeard, events };
  return {
    text,
    language: language.value,
    languageConfidence: language.confidence,
    emotion: emotion.value,
    emotionConfidence: emotion.value === null ? null : emotion.confidence,
    events,
    words: piecesToWords(toTimedPieces(pieces, context)),
    confidence: meanConfidence(pieces),
  };
}

/** Nothing was said, and that is known. */
export const nothingHeard: RecognizedUtterance = { ...unknownUtterance, events: [], words: [] };

function toTimedPieces(
  pieces: readonly EmittedPiece[],
  { vocabulary, frameCount }: UtteranceContext,
): Parameters<typeof piecesToWords>[0] {
  const times = timePieces(pieces, frameCount);
  return pieces.map(({ id, confidence }, index) => ({
    piece: vocabulary.pieces[id] ?? '',
    startMs: times[index]?.startMs ?? 0,
    endMs: times[index]?.endMs ?? 0,
    confidence,
  }));
}

function writtenShare(pieces: readonly EmittedPiece[], frameCount: number): number {
  return pieces.reduce((sum, { startFrame, endFrame }) => sum + endFrame - startFrame, 0) / frameCount;
}

/** Geometric mean of at least one. */
function meanConfidence(pieces: readonly EmittedPiece[]): number {
  return Math.exp(pieces.reduce((sum, { confidence }) => sum + Math.log(confidence), 0) / pieces.length);
}
