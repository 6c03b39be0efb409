import { dictationEvent, dictationStart, dictationStop } from '../../../protocol/dictation.ts';
import { dictate } from '../recognition/dictation/dictate.ts';
import type { RecognitionOptions } from '../../../protocol/recognition.ts';
import { identifiersOf } from '../recognition/vocabulary/identifiersOf.ts';
import { recognitionSampleRateHz } from '../recognition/recognizer.ts';
import { segmentToScript } from '../script/exchange/transcript/transcriptToScript.ts';
import { meterAudio } from '../streams/meter.ts';
import { prepareSound } from './dictatedSound.ts';
import { handle, type Handler } from './handler.ts';
import { leaseRecognition } from './leases.ts';
import type { SoundHandling } from './soundHandling.ts';
import { createStreamTable } from './streamTable.ts';

export function dictationHandlers(handling: SoundHandling): readonly Handler[] {
  const stops = createStreamTable<AbortController>('dictation');
  return [
    handle(
      dictationStart,
      async ({ stream, source, endOfSpeechMs, identifierSources = [], ...choice }, signal) => {
        const { services, client } = handling;
        const stop = new AbortController();
        // Both before anything is loaded: a stop and pushed sound may come meanwhile.
        using _open = stops.open(stream, stop);
        using sound = prepareSound({ stream, source, stop: stop.signal }, handling);
        // Whoever speaks while the model is still loaded is heard.
        const heard = await sound.open(signal);
        await using lease = await leaseRecognition(
          {
            choice: { ...withIdentifiers(choice, identifierSources), priority: 'dictation' },
            services,
            client,
            isLive: true,
          },
          signal,
        );
        using _quiet = services.engines.holdBackground();
        const metered = meterAudio(heard, recognitionSampleRateHz, () => undefined);
        const { recognizer, voiceActivity } = lease;
        const options = { ...lease.options, ...(endOfSpeechMs !== undefined && { endOfSpeechMs }) };
        const tools = { recognizer, voiceActivity, options, clock: performance };
        let segmentCount = 0;
        for await (const event of dictate(metered.samples, tools, signal)) {
          if (event.kind === 'final') {
            segmentCount += 1;
            await client.notify(dictationEvent, { stream, event, script: segmentToScript(event.segment) });
          } else {
            await client.notify(dictationEvent, { stream, event });
          }
        }
        return { heardMs: metered.heardMs(), segmentCount };
      },
    ),

    handle(dictationStop, ({ stream }) => {
      stops.get(stream).abort();
      return Promise.resolve({});
    }),
  ];
}

/** No list may be longer. */
const mostPhrases = 50_000;

/** What the user has listed goes first where there is too much. */
function withIdentifiers<Choice extends RecognitionOptions>(
  choice: Choice,
  sources: readonly string[],
): Choice {
  const identifiers = sources.flatMap((source) => identifiersOf(source));
  if (identifiers.length === 0) return choice;
  const vocabulary = [...new Set([...(choice.vocabulary ?? []), ...identifiers])];
  return { ...choice, vocabulary: vocabulary.slice(0, mostPhrases) };
}
