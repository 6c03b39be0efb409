import * as vscode from 'vscode';
import { playbackPosition, playbackStart } from '../../../protocol/playback.ts';
import type { Voice } from '../../../protocol/voices.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
import { patienceMs } from '../editor/patienceMs.ts';
import { auditionText } from './auditionText.ts';

/** Lets a voice be heard: one at a time, the next one ends the one before. */
export interface Audition {
  /** Resolves when it was heard or another one began. @throws SpeechError as `speech/playbackStart` */
  play(voice: Pick<Voice, 'id' | 'language'>): Promise<void>;
  stop(): void;
}

export function createAudition(service: SpeechService): Audition {
  let playing = new AbortController();
  const stop = (): void => {
    playing.abort(stopped());
  };
  return {
    async play(voice) {
      stop();
      const own = (playing = new AbortController());
      const { signal } = own;
      const stream = createStreamName();
      using loading = tellWhileLoading(() => {
        own.abort(stopped());
      });
      try {
        const connection = await service.connect(signal);
        using _positions = connection.on(playbackPosition, (position) => {
          if (position.stream === stream) loading[Symbol.dispose]();
        });
        const text = auditionText(voice.language);
        await connection.request(playbackStart, { stream, text, voice: voice.id }, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    stop,
  };
}

function stopped(): Error {
  return new Error('Stopped.');
}

/** @returns what ends it: the voice is heard, or will not be */
function tellWhileLoading(cancel: () => void): Disposable {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const timer = setTimeout(() => {
    const title = vscode.l10n.t('Aloud is loading the voice.');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(cancel);
      return ended;
    });
  }, patienceMs);
  return {
    [Symbol.dispose]() {
      clearTimeout(timer);
      end();
    },
  };
}
