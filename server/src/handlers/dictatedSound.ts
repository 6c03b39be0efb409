import { dictationLevel, type dictationStart } from '../../../protocol/dictation.ts';
import type { Infer } from '../../../protocol/message.ts';
import { createAudioInbox, openInbox, type AudioInbox } from './audioInbox.ts';
import type { Client } from './handler.ts';
import type { RunningMicrophone, SpeechServices } from './speechServices.ts';
import type { StreamTable } from './streamTable.ts';

export interface DictationHandling {
  readonly services: SpeechServices;
  readonly client: Client;
  /** Where pushed sound goes. */
  readonly inboxes: StreamTable<AudioInbox>;
}

/** Sound to be dictated; once it is disposed of none comes any more. */
interface DictatedSound extends Disposable {
  /**
   * Mono 16 kHz; it ends after the stop, with what was said until then.
   *
   * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy
   */
  open(signal: AbortSignal): Promise<AsyncIterable<Float32Array>>;
}

interface SoundWish extends Pick<Infer<typeof dictationStart.params>, 'stream' | 'source'> {
  /** Aborted when no more is to be heard. */
  readonly stop: AbortSignal;
}

/** @throws SpeechError invalidInput where the client pushes sound of this name already */
export function prepareSound(
  { stream, source, stop }: SoundWish,
  { services, client, inboxes }: DictationHandling,
): DictatedSound {
  if (source.kind === 'client') return pushedSound(createAudioInbox(source), { stream, stop, inboxes });
  const { device } = source;
  const open = (signal: AbortSignal): Promise<RunningMicrophone> =>
    services.sound.openMicrophone(
      {
        ...(device !== undefined && { device }),
        onLevel: ({ rmsDb, peakDb }) => {
          const level = { rmsDb: Math.max(silenceDb, rmsDb), peakDb: Math.max(silenceDb, peakDb) };
          // A client that is gone aborts the dictation.
          client.notify(dictationLevel, { stream, ...level }).catch(() => undefined);
        },
      },
      signal,
    );
  return recordedSound(open, stop);
}

/** JSON has no infinity. */
const silenceDb = -100;

interface InboxPlace extends Omit<SoundWish, 'source'> {
  readonly inboxes: StreamTable<AudioInbox>;
}

function pushedSound(inbox: AudioInbox, { stream, stop, inboxes }: InboxPlace): DictatedSound {
  stop.addEventListener('abort', inbox.end, { once: true });
  return { open: () => Promise.resolve(inbox.samples), ...openInbox(inboxes, stream, inbox) };
}

/** What was said before the stop is still inside the device for about this long. */
const deviceDelayMs = 100;

function recordedSound(
  openMicrophone: (signal: AbortSignal) => Promise<RunningMicrophone>,
  stop: AbortSignal,
): DictatedSound {
  const opened: RunningMicrophone[] = [];
  const timers: NodeJS.Timeout[] = [];
  const isStopped = (): boolean => stop.aborted;
  const release = (): void => {
    for (const microphone of opened) microphone.stop();
  };
  const releaseSoon = (): void => {
    timers.push(setTimeout(release, deviceDelayMs));
  };
  return {
    async open(signal) {
      if (isStopped()) return noSound();
      stop.addEventListener('abort', releaseSoon, { once: true });
      const microphone = await openMicrophone(signal);
      opened.push(microphone);
      // Stopped while it was opened: nothing of it was meant.
      if (isStopped()) release();
      return microphone;
    },
    [Symbol.dispose]: () => {
      stop.removeEventListener('abort', releaseSoon);
      for (const timer of timers) clearTimeout(timer);
      release();
    },
  };
}

async function* noSound(): AsyncGenerator<Float32Array> {}
