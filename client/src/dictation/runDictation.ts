import type { Uri } from 'vscode';
import {
  dictationEvent,
  dictationLevel,
  dictationStart,
  dictationStop,
  dictationVocabulary,
  type DictationEvent,
} from '../../../protocol/dictation.ts';
import type { SpeechConnection } from '../daemon/speechConnection.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { readReplacements } from './readReplacements.ts';
import { readVocabulary } from './readVocabulary.ts';
import { readSettings } from '../settings/readSettings.ts';

/** One dictation of the daemon's microphone. */
export interface RunningDictation {
  /** Resolves when all that was said is written. @throws SpeechError as `speech/dictationStart` */
  readonly done: Promise<void>;
  /** Hears no more; what was heard is finished. */
  stop(): void;
  isStopped(): boolean;
  /** What is said from now on knows the vocabulary as it is now. */
  readVocabularyAgain(): Promise<void>;
  /** What is wrong with the user's replacements, in one sentence; null: nothing. */
  replacementFault(): string | null;
  /** Hears no more, at once. */
  cancel(): void;
}

export interface DictationListener {
  /** The document that is dictated into, as of `readSettings`. */
  readonly scope: Uri | undefined;
  /** Whether tones tell when the microphone begins to be heard, and when it no longer is. */
  readonly hasEarcons: boolean;
  /** In decibels below full scale, about twenty times a second. */
  readonly onLevel: (rmsDb: number) => void;
  /**
   * The next event is not told before it resolves.
   *
   * @param script  of a final event: what was heard as a paragraph of a script
   */
  readonly onEvent: (event: DictationEvent, script: string | null) => Promise<void>;
}

export function runDictation(
  service: SpeechService,
  { scope, hasEarcons, onLevel, onEvent }: DictationListener,
): RunningDictation {
  const stream = createStreamName();
  const cancelled = new AbortController();
  const { signal } = cancelled;
  let connection: SpeechConnection | null = null;
  let wasStopped = false;
  const isStopped = (): boolean => wasStopped;
  let written = Promise.resolve();
  let replacementFault: string | null = null;
  const readWords = async () => {
    const [words, { replacements, fault }] = await Promise.all([
      readVocabulary(scope),
      readReplacements(scope),
    ]);
    replacementFault = fault;
    return { ...words, replacements: [...replacements] };
  };

  const run = async (): Promise<void> => {
    connection = await service.connect(signal);
    if (isStopped()) return;
    using _events = connection.on(dictationEvent, ({ stream: of, event, script = null }) => {
      if (of === stream) written = written.then(() => onEvent(event, script));
    });
    using _levels = connection.on(dictationLevel, ({ stream: of, rmsDb }) => {
      if (of === stream) onLevel(rmsDb);
    });
    const { vocabulary, identifierSources, replacements } = await readWords();
    // Of a dictation that has not begun the service knows nothing, and could not stop it.
    if (isStopped()) return;
    const { dictationEngine, dictationLanguage, microphone, ...settings } = readSettings(scope);
    const source = { kind: 'microphone', ...(microphone !== '' && { device: microphone }) } as const;
    const params = {
      stream,
      source,
      earcons: hasEarcons,
      history: {
        utteranceCount: settings.historyCount,
        keepMs: settings.historyDays * 86_400_000,
        hasSound: settings.keepsSound,
      },
      ...(dictationEngine !== '' && { engine: dictationEngine }),
      ...(dictationLanguage !== '' && { language: dictationLanguage }),
      ...(vocabulary.length > 0 && { vocabulary }),
      ...(identifierSources.length > 0 && { identifierSources }),
      ...(replacements.length > 0 && { replacements }),
      ...(settings.leavesOutFillers && { leaveOutFillers: true }),
    };
    try {
      await connection.request(dictationStart, params, signal);
    } finally {
      await written;
    }
  };

  return {
    done: run().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    }),
    stop() {
      wasStopped = true;
      connection?.request(dictationStop, { stream }, signal).catch(() => undefined);
    },
    isStopped,
    async readVocabularyAgain() {
      // Before it is connected the dictation reads it itself.
      if (connection === null) return;
      const words = await readWords();
      await connection.request(dictationVocabulary, { stream, ...words }, signal).catch(() => undefined);
    },
    replacementFault: () => replacementFault,
    cancel() {
      cancelled.abort(new Error('Dictation was cancelled.'));
    },
  };
}
