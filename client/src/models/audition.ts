import { playbackStart } from '../../../protocol/playback.ts';
import type { Voice } from '../../../protocol/voices.ts';
import type { SpeechService } from '../daemon/speechService.ts';
import { createStreamName } from '../daemon/streamName.ts';
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
    playing.abort(new Error('Stopped.'));
  };
  return {
    async play(voice) {
      stop();
      const { signal } = (playing = new AbortController());
      try {
        const connection = await service.connect(signal);
        const text = auditionText(voice.language);
        await connection.request(
          playbackStart,
          { stream: createStreamName(), text, voice: voice.id },
          signal,
        );
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    stop,
  };
}
