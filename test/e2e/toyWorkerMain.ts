import { createEngineHost } from '../../server/src/worker/engineHost.ts';
import type { Engines } from '../../server/src/worker/engines.ts';
import type { FromWorker, ToWorker } from '../../server/src/worker/workerMessages.ts';
import { createWorkerServer } from '../../server/src/worker/workerServer.ts';
import { createEnergyDetector } from '../support/energyDetector.ts';
import { openToy } from '../support/senseVoiceToy.ts';

/** A worker that hears the toy language with SenseVoice, and takes what is loud for speech. */
const engines: Engines = {
  openRecognizer: () => openToy('sherpa.onnx'),
  openSynthesizer: () => Promise.reject(new Error('The toy does not speak.')),
  openVoiceActivity: () => Promise.resolve(createEnergyDetector()),
  prepare: () => Promise.resolve(),
  enrollClips: () => Promise.reject(new Error('The toy makes no voices.')),
};

const receive = createWorkerServer(createEngineHost(engines), (message: FromWorker) => {
  process.send?.(message);
});
process.on('message', (message) => {
  receive(message as ToWorker);
});
process.on('disconnect', () => process.exit(0));
