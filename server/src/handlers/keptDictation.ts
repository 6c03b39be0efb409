import type { DictationFinal } from '../../../protocol/dictation.ts';
import type { Hearing, HistoryLimits } from '../../../protocol/history.ts';
import type { RecognizerDescription, TranscriptSegment } from '../../../protocol/recognition.ts';
import { rememberSound } from '../history/recentSound.ts';
import type { UtteranceHistory } from '../history/utteranceHistory.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';

/** A dictation whose utterances are kept. */
export interface KeptDictation {
  /** What was given, to be heard. */
  readonly samples: AsyncIterable<Float32Array>;
  /** Nobody waits for it. */
  keep(final: DictationFinal, recognizer: RecognizerDescription): void;
  /** Resolves when all is kept that was told so far. */
  settled(): Promise<void>;
}

/** The longest utterance, and those that wait for the recognizer meanwhile. */
const keptMs = 120_000;

/** So much around the speech an engine wants to hear. */
const paddingMs = 200;

export function keepDictation(
  source: AsyncIterable<Float32Array>,
  { history, limits }: { readonly history: UtteranceHistory; readonly limits: HistoryLimits },
): KeptDictation {
  const sound = rememberSound(source, { sampleRateHz: recognitionSampleRateHz, keptMs });
  let settled = history.limit(limits);
  return {
    samples: sound.samples,
    keep({ segment }, recognizer) {
      const { startMs, endMs } = segment;
      const said = {
        durationMs: endMs - startMs,
        hearing: toHearing(segment, recognizer),
        sound: sound.take(startMs - paddingMs, endMs + paddingMs),
      };
      settled = settled.then(() => history.keep(said, limits));
    },
    settled: () => settled,
  };
}

export function toHearing(
  { text, language, emotion, events, replaced }: Omit<TranscriptSegment, 'startMs' | 'endMs'>,
  { engine, model }: Pick<RecognizerDescription, 'engine' | 'model'>,
): Hearing {
  const names = (events ?? []).map(({ type }) => type);
  return { text, language, emotion, events: names, engine, model, ...(replaced && { replaced }) };
}
