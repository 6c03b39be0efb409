import type { Engines } from './engines.ts';
import type { WorkerConnection } from './workerConnection.ts';

/** Engines that run in a worker, behind the interfaces they would have in this process. */
export function createHostedEngines(connection: WorkerConnection): Engines {
  const disposeOf = (handle: number) => async () => {
    await connection.call('dispose', { handle }, new AbortController().signal);
  };
  return {
    async openRecognizer(choice, signal) {
      const { handle, description } = await connection.call('openRecognizer', choice, signal);
      return {
        description,
        recognize: (samples, options, callSignal) =>
          connection.call('recognize', { handle, samples, options }, callSignal),
        dispose: disposeOf(handle),
      };
    },
    async openSynthesizer(choice, signal) {
      const { handle, description } = await connection.call('openSynthesizer', choice, signal);
      return {
        description,
        synthesize: (request, callSignal) => connection.call('synthesize', { handle, request }, callSignal),
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
  };
}
