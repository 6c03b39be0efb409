import { dictationLevel, type dictationStart } from '../../../protocol/dictation.ts';
import type { Infer } from '../../../protocol/message.ts';
import { createAudioInbox, openInbox, type AudioInbox } from './audioInbox.ts';
import { createDictationEarcons } from './dictationEarcons.ts';
import type { RunningMicrophone } from './speechServices.ts';
import type { StreamTable } from './streamTable.ts';
import type { SoundHandling } from './soundHandling.ts';

/** Sound to be dictated; once it is disposed of none comes any more. */
interface DictatedSound extends Disposable {
  /**
   * Mono 16 kHz; it ends after the stop, with what was said until then.
   *
   * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
   */
  open(signal: AbortSignal): Promise<AsyncIterable<Float32Array>>;
}

interface SoundWish extends Pick<Infer<typeof dictationStart.params>, 'stream' | 'source' | 'earcons'> {
  /** Aborted when no more is to be heard. */
  readonly stop: AbortSignal;
}

/** @throws SpeechError invalidInput where the client pushes sound of this name already */
export function prepareSound(
  { stream, source, earcons = false, stop }: SoundWish,
  { services, client, inboxes }: SoundHandling,
): DictatedSound {
  if (source.kind === 'client') return pushedSound(createAudioInbox(source), { stream, stop, inboxes });
  const { device } = source;
  const opened: RunningMicrophone[] = [];
  const signals = earcons ? createDictationEarcons(services.sound.player) : null;
  stop.addEventListener('abort', () => signals?.ended(), { once: true });
  return {
    async open(signal) {
      const onLevel = ({ rmsDb, peakDb }: { readonly rmsDb: number; readonly peakDb: number }): void => {
        signals?.heard();
        const level = { rmsDb: Math.max(silenceDb, rmsDb), peakDb: Math.max(silenceDb, peakDb) };
        // A client that is gone aborts the dictation.
        client.notify(dictationLevel, { stream, ...level }).catch(() => undefined);
      };
      const options = { ...(device !== undefined && { device }), onLevel, stop };
      const microphone = await services.sound.openMicrophone(options, signal);
      opened.push(microphone);
      return microphone;
    },
    [Symbol.dispose]: () => {
      for (const microphone of opened) microphone.stop();
      signals?.ended();
    },
  };
}

/** JSON has no infinity. */
const silenceDb = -100;

interface InboxPlace extends Omit<SoundWish, 'source' | 'earcons'> {
  readonly inboxes: StreamTable<AudioInbox>;
}

function pushedSound(inbox: AudioInbox, { stream, stop, inboxes }: InboxPlace): DictatedSound {
  stop.addEventListener('abort', inbox.end, { once: true });
  return { open: () => Promise.resolve(inbox.samples), ...openInbox(inboxes, stream, inbox) };
}
