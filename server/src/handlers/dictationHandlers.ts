import {
  dictationEvent,
  dictationLevel,
  dictationStart,
  dictationStop,
} from '../../../protocol/dictation.ts';
import type { Infer } from '../../../protocol/message.ts';
import { dictate } from '../recognition/dictation/dictate.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import { meterAudio } from '../streams/meter.ts';
import { createAudioInbox, type AudioInbox } from './audioInbox.ts';
import { handle, type Client, type Handler } from './handler.ts';
import { leaseRecognition } from './leases.ts';
import type { SpeechServices } from './speechServices.ts';
import { createStreamTable, type StreamTable } from './streamTable.ts';

export interface DictationHandling {
  readonly services: SpeechServices;
  readonly client: Client;
  /** Where pushed sound goes. */
  readonly inboxes: StreamTable<AudioInbox>;
}

export function dictationHandlers(handling: DictationHandling): readonly Handler[] {
  const dictations = createStreamTable<HeardSource>('dictation');
  return [
    handle(dictationStart, async ({ stream, source, ...choice }, signal) => {
      const { services, client } = handling;
      await using lease = await leaseRecognition(
        { choice: { ...choice, priority: 'dictation' }, services, client },
        signal,
      );
      using _quiet = services.engines.holdBackground();
      await using heard = await openSource({ stream, source }, handling, signal);
      using _open = dictations.open(stream, heard);
      const metered = meterAudio(heard.samples, recognitionSampleRateHz, () => undefined);
      const { recognizer, voiceActivity } = lease;
      const { language, endOfSpeechMs } = choice;
      const options = {
        ...(language !== undefined && { language }),
        ...(endOfSpeechMs !== undefined && { endOfSpeechMs }),
      };
      const tools = { recognizer, voiceActivity, options, clock: performance };
      let segmentCount = 0;
      for await (const event of dictate(metered.samples, tools, signal)) {
        if (event.kind === 'final') segmentCount += 1;
        await client.notify(dictationEvent, { stream, event });
      }
      return { heardMs: metered.heardMs(), segmentCount };
    }),

    handle(dictationStop, ({ stream }) => {
      dictations.get(stream).stop();
      return Promise.resolve({});
    }),
  ];
}

/** Sound of a dictation, from wherever it comes. */
interface HeardSource extends AsyncDisposable {
  /** Mono 16 kHz; ends after `stop`. */
  readonly samples: AsyncIterable<Float32Array>;
  stop(): void;
}

type StartParams = Pick<Infer<typeof dictationStart.params>, 'stream' | 'source'>;

/** What was said before `stop` is still inside the device for about this long. */
const deviceDelayMs = 100;

async function openSource(
  { stream, source }: StartParams,
  { services, client, inboxes }: DictationHandling,
  signal: AbortSignal,
): Promise<HeardSource> {
  if (source.kind === 'client') {
    const { sampleRateHz, channelCount = 1 } = source;
    const inbox = createAudioInbox({ sampleRateHz, channelCount });
    const open = inboxes.open(stream, inbox);
    return {
      samples: inbox.samples,
      stop: () => {
        inbox.end();
      },
      [Symbol.asyncDispose]: () => {
        open[Symbol.dispose]();
        return Promise.resolve();
      },
    };
  }
  const microphone = await services.sound.openMicrophone(
    {
      ...(source.device !== undefined && { device: source.device }),
      onLevel: (level) => {
        // A client that is gone aborts the dictation.
        client.notify(dictationLevel, { stream, ...level }).catch(() => undefined);
      },
    },
    signal,
  );
  let timer: NodeJS.Timeout | null = null;
  return {
    samples: microphone,
    stop: () => {
      timer ??= setTimeout(() => {
        microphone.stop();
      }, deviceDelayMs);
    },
    [Symbol.asyncDispose]: () => {
      if (timer !== null) clearTimeout(timer);
      microphone.stop();
      return Promise.resolve();
    },
  };
}
