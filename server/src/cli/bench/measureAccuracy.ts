import type { ExecutionProvider } from '../../../../protocol/inference.ts';
import { openAudioFile } from '../../audioFiles/openAudioFile.ts';
import type { Accuracy, ScoredPair } from '../../recognition/accuracy/accuracy.ts';
import { heardRecording } from '../../recognition/accuracy/heardRecording.ts';
import { scoreRecognition } from '../../recognition/accuracy/scoreRecognition.ts';
import { recognitionSampleRateHz } from '../../recognition/recognizer.ts';
import type { OpenedRecognition } from '../../access/speechAccess.ts';
import { chooseEngine } from '../chooseEngine.ts';
import type { CommandContext } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { toFailure, type Failure } from '../failure.ts';
import { listen } from './listen.ts';
import type { ManifestEntry } from './readManifest.ts';

export interface AccuracyWish {
  readonly entries: readonly ManifestEntry[];
  /** Engine or model; null: the one that hears all languages of the manifest. */
  readonly engine: string | null;
  readonly provider: ExecutionProvider;
  /** A recording that the engine takes at once is not cut at its silences first. */
  readonly isWhole: boolean;
  /** The engine is told in which language each recording is. */
  readonly isLanguageTold: boolean;
}

export interface MeasuredAccuracy {
  readonly recognizer: OpenedRecognition['recognizer']['description'];
  readonly accuracy: Accuracy;
  /** Recordings that count. */
  readonly fileCount: number;
  readonly durationMs: number;
  readonly elapsedMs: number;
  readonly failed: readonly (Failure & { readonly file: string })[];
}

/** Hears all recordings of a manifest. One that cannot be read is told, and does not count. */
export async function measureAccuracy(
  wish: AccuracyWish,
  context: CommandContext,
): Promise<MeasuredAccuracy> {
  const { services, output, signal } = context;
  const { entries, provider, isWhole, isLanguageTold } = wish;
  const allowedLanguages = [...new Set(entries.map(({ language }) => language))];
  const engine = await chooseEngine(
    wish.engine === null ? { allowedLanguages } : { engine: wish.engine },
    context,
  );
  const recognition = await services.openRecognition({ engine, provider }, signal);
  // A language that was told, or is the only one, is not found out.
  const tellsLanguages = !isLanguageTold && recognition.recognizer.description.languages.length > 1;
  const pairs: ScoredPair[] = [];
  const failed: (Failure & { readonly file: string })[] = [];
  let durationMs = 0;
  let elapsedMs = 0;
  const progress = output.progress(recognition.recognizer.description.engine, 'files');
  try {
    for (const [index, spoken] of entries.entries()) {
      signal.throwIfAborted();
      const options = isLanguageTold ? { language: spoken.language } : {};
      try {
        const audio = await openAudioFile(spoken.file, signal);
        const source = audio.readMono(recognitionSampleRateHz, signal);
        const listened = await listen(source, { recognition, options, isWhole }, signal);
        const heard = heardRecording(listened.segments);
        pairs.push({ spoken, heard: tellsLanguages ? heard : { ...heard, language: null } });
        durationMs += listened.durationMs;
        elapsedMs += listened.elapsedMs;
      } catch (error) {
        signal.throwIfAborted();
        const failure = toFailure(error, '');
        if (failure.exitCode !== exitCodes.inputFailed) throw error;
        failed.push({ ...failure, file: spoken.file });
        if (!output.isJson) output.failure(failure, spoken.file);
      }
      progress.update(index + 1, entries.length);
    }
  } finally {
    progress.end();
  }
  return {
    recognizer: recognition.recognizer.description,
    accuracy: scoreRecognition(pairs),
    fileCount: pairs.length,
    durationMs,
    elapsedMs,
    failed,
  };
}
