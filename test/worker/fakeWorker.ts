import { unknownUtterance } from '../../server/src/recognition/recognizer.ts';
import { SpeechError } from '../../protocol/errors.ts';
import { createWorkerServer, type WorkerHandlers } from '../../server/src/worker/workerServer.ts';
import type { ToWorker } from '../../server/src/worker/workerMessages.ts';

/** Engines that show what the border does: the text of the language option chooses how a call behaves. */
const handlers: WorkerHandlers = {
  openRecognizer: () =>
    Promise.reject(
      new SpeechError('modelCorrupt', { message: 'bad model', hint: 'pull it', data: { file: 'a.onnx' } }),
    ),
  openSynthesizer: () => Promise.reject(new RangeError('our own fault')),
  openVoiceActivity: () => Promise.resolve({ handle: 5, description: null }),
  prepare: () => Promise.resolve(null),
  enrollClips: () => Promise.resolve([]),
  detect: ({ samples, memory }) =>
    Promise.resolve({
      probabilities: samples.map((sample) => sample * 2),
      memory: memory ?? new Float32Array(1),
    }),
  synthesize: () => Promise.resolve({ samples: new Float32Array(0), words: [] }),
  dispose: ({ handle }) => {
    process.send?.({ kind: 'note', message: `disposed ${handle}` });
    return Promise.resolve(null);
  },
  recognize: ({ options, samples }) => {
    if (options.language === 'x-die') process.exit(7);
    if (options.language === 'x-block') blockMs(1500);
    if (options.language === 'x-throw') throw new RangeError('thrown at once');
    const text = String(samples.length);
    return Promise.resolve({ ...unknownUtterance, text });
  },
};

const receive = createWorkerServer(handlers, (message) => process.send?.(message));
process.on('message', (message) => {
  receive(message as ToWorker);
});
process.send?.({ kind: 'note', message: 'started' });

/** What a native call does to its thread. */
function blockMs(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
