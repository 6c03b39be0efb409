import {
  dictationEvent,
  dictationStart,
  dictationStop,
  dictationVocabulary,
} from '../../../protocol/dictation.ts';
import { mostPhrases } from '../../../protocol/vocabulary.ts';
import { dictate } from '../recognition/dictation/dictate.ts';
import { identifiersOf } from '../recognition/vocabulary/identifiersOf.ts';
import { recognitionSampleRateHz, type Recognizer } from '../recognition/recognizer.ts';
import type { Wording } from '../recognition/wording/reword.ts';
import { createWording } from '../recognition/wording/wordingRecognizer.ts';
import { segmentToScript } from '../script/exchange/transcript/transcriptToScript.ts';
import { meterAudio } from '../streams/meter.ts';
import { prepareSound } from './dictatedSound.ts';
import { handle, type Handler } from './handler.ts';
import { keepDictation } from './keptDictation.ts';
import { leaseRecognition } from './leases.ts';
import type { SoundHandling } from './soundHandling.ts';
import { createStreamTable } from './streamTable.ts';

export function dictationHandlers(handling: SoundHandling): readonly Handler[] {
  const dictations = createStreamTable<RunningDictation>('dictation');
  return [
    handle(
      dictationStart,
      async (
        { stream, source, earcons, endOfSpeechMs, vocabulary, identifierSources, history, ...choice },
        signal,
      ) => {
        const { services, client } = handling;
        const running = {
          stop: new AbortController(),
          vocabulary: allPhrases({ vocabulary, identifierSources }),
          wording: createWording(choice),
          leaveOutFillers: choice.leaveOutFillers,
        };
        // Both before anything is loaded: a stop and pushed sound may come meanwhile.
        using _open = dictations.open(stream, running);
        using sound = prepareSound(
          { stream, source, ...(earcons !== undefined && { earcons }), stop: running.stop.signal },
          handling,
        );
        // Whoever speaks while the model is still loaded is heard.
        const heard = await sound.open(signal);
        await using lease = await leaseRecognition(
          { choice: { ...choice, priority: 'dictation' }, services, client, isLive: true },
          signal,
        );
        using _quiet = services.engines.holdBackground();
        const metered = meterAudio(heard, recognitionSampleRateHz, () => undefined);
        const kept =
          history && keepDictation(metered.samples, { history: services.history, limits: history });
        const { voiceActivity } = lease;
        const recognizer = withVocabulary(lease.recognizer, () => running.vocabulary);
        const options = { ...lease.options, ...(endOfSpeechMs !== undefined && { endOfSpeechMs }) };
        const readWording = (): Wording | null => running.wording;
        const tools = { recognizer, voiceActivity, options, readWording, clock: performance };
        let segmentCount = 0;
        for await (const event of dictate(kept?.samples ?? metered.samples, tools, signal)) {
          if (event.kind === 'final') {
            segmentCount += 1;
            await client.notify(dictationEvent, { stream, event, script: segmentToScript(event.segment) });
            kept?.keep(event, recognizer.description);
          } else {
            await client.notify(dictationEvent, { stream, event });
          }
        }
        await kept?.settled();
        return { heardMs: metered.heardMs(), segmentCount };
      },
    ),

    handle(dictationStop, ({ stream }) => {
      dictations.get(stream).stop.abort();
      return Promise.resolve({});
    }),

    handle(dictationVocabulary, ({ stream, replacements, ...words }) => {
      const running = dictations.get(stream);
      running.vocabulary = allPhrases(words);
      if (replacements !== undefined)
        running.wording = createWording({ replacements, leaveOutFillers: running.leaveOutFillers });
      return Promise.resolve({});
    }),
  ];
}

interface RunningDictation {
  readonly stop: AbortController;
  /** Null: none. */
  vocabulary: readonly string[] | null;
  /** Null: it is written as it is heard. */
  wording: Wording | null;
  readonly leaveOutFillers: boolean | undefined;
}

interface GivenWords {
  readonly vocabulary: readonly string[] | undefined;
  readonly identifierSources?: readonly string[] | undefined;
}

/** What the user has listed goes first where there is too much. */
function allPhrases({ vocabulary = [], identifierSources = [] }: GivenWords): readonly string[] | null {
  const identifiers = identifierSources.flatMap((source) => identifiersOf(source));
  const phrases = [...new Set([...vocabulary, ...identifiers])].slice(0, mostPhrases);
  return phrases.length === 0 ? null : phrases;
}

/** Each utterance with what may be said then. */
function withVocabulary(recognizer: Recognizer, current: () => readonly string[] | null): Recognizer {
  return {
    description: recognizer.description,
    recognize(samples, options, signal) {
      const vocabulary = current();
      return recognizer.recognize(samples, { ...options, ...(vocabulary && { vocabulary }) }, signal);
    },
    dispose: () => recognizer.dispose(),
  };
}
