import type { RecognizedUtterance } from '../recognition/recognizer.ts';
import type { Engines } from './engines.ts';
import { createVocabularySender } from './sentVocabularies.ts';
import type { WorkerConnection } from './workerConnection.ts';
import type { SentVocabulary } from './workerMessages.ts';

/** Engines that run in a worker, behind the interfaces they would have in this process. */
export function createHostedEngines(connection: WorkerConnection): Engines {
  const sendVocabulary = createVocabularySender();
  const disposeOf = (handle: number) => async () => {
    await connection.call('dispose', { handle }, new AbortController().signal);
  };
  return {
    async openRecognizer(choice, signal) {
      const { handle, description } = await connection.call('openRecognizer', choice, signal);
      return {
        description,
        async recognize(samples, { vocabulary, ...options }, callSignal) {
          const recognize = (sent?: SentVocabulary): Promise<RecognizedUtterance | null> => {
            const params = { handle, samples, options, ...(sent !== undefined && { vocabulary: sent }) };
            return connection.call('recognize', params, callSignal);
          };
          const isAsked = vocabulary !== undefined && vocabulary.length > 0;
          const heard = await (isAsked ? sendVocabulary(vocabulary, recognize) : recognize());
          if (heard === null) throw new Error('The worker lost the vocabulary that it was given.');
          return heard;
        },
        dispose: disposeOf(handle),
      };
    },
    async openSynthesizer(choice, signal) {
      const { handle, description } = await connection.call('openSynthesizer', choice, signal);
      return {
        description,
        synthesize: (request, callSignal, onSound) =>
          connection.call('synthesize', { handle, request, ...(onSound && { onSound }) }, callSignal),
        dispose: disposeOf(handle),
      };
    },
    async openVoiceActivity(signal) {
      const { handle } = await connection.call('openVoiceActivity', null, signal);
      return {
        detect: (samples, memory, callSignal) =>
          connection.call('detect', { handle, samples, memory }, callSignal),
        dispose: disposeOf(handle),
      };
    },
    async prepare(model, signal) {
      await connection.call('prepare', { model }, signal);
    },
    enrollClips: (recordings, signal) => connection.call('enrollClips', { recordings }, signal),
  };
}
