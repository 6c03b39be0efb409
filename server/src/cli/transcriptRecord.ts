import type { RecognitionSummary, TranscriptWord } from '../../../protocol/recognition.ts';
import { commonValue } from '../recognition/commonValue.ts';
import { toPlainText } from '../recognition/transcript/plainText.ts';
import { round } from './format.ts';

/** A transcript as a JSON object. */
export function transcriptRecord(file: string, transcript: RecognitionSummary): Record<string, unknown> {
  const { engine, model, provider, segments, durationMs, elapsedMs, loadMs, warnings } = transcript;
  return {
    ok: true,
    file,
    engine,
    model,
    provider,
    text: toPlainText(segments),
    language: commonValue(segments.map(({ language }) => language)),
    emotion: commonValue(segments.map(({ emotion }) => emotion)),
    events: concatKnown(segments.map(({ events }) => events)),
    segments: segments.map((segment) => ({
      ...segment,
      startMs: round(segment.startMs),
      endMs: round(segment.endMs),
      confidence: toShare(segment.confidence),
      languageConfidence: toShare(segment.languageConfidence),
      emotionConfidence: toShare(segment.emotionConfidence),
    })),
    words: concatKnown<TranscriptWord>(segments.map(({ words }) => words)),
    durationMs: round(durationMs),
    elapsedMs: round(elapsedMs),
    rtf: durationMs > 0 ? round(elapsedMs / durationMs, 4) : null,
    loadMs: round(loadMs),
    warnings,
  };
}

function toShare(confidence: number | null): number | null {
  return confidence === null ? null : round(confidence, 3);
}

/** The lists of all segments as one; null where an engine that knows none gave them. */
function concatKnown<Item>(lists: readonly (readonly Item[] | null)[]): readonly Item[] | null {
  const known = lists.filter((list) => list !== null);
  return known.length === 0 ? null : known.flat();
}
