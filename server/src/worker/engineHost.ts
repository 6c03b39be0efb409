import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { Engines } from './engines.ts';
import { createVocabularyShelf } from './sentVocabularies.ts';
import type { WorkerHandlers } from './workerServer.ts';

/** Holds the engines of one worker by number, and answers calls with them. */
export function createEngineHost(engines: Engines): WorkerHandlers {
  const recognizers = createShelf<Recognizer>('recognizer');
  const synthesizers = createShelf<Synthesizer>('synthesizer');
  const detectors = createShelf<VoiceActivityDetector>('voice activity detector');
  const shelves = [recognizers, synthesizers, detectors];
  const vocabularies = createVocabularyShelf();
  const nextHandle = createCounter();

  return {
    async openRecognizer(choice, signal) {
      const recognizer = await engines.openRecognizer(choice, signal);
      await disposeWhenAborted(recognizer, signal);
      return { handle: recognizers.add(nextHandle(), recognizer), description: recognizer.description };
    },
    async openSynthesizer(choice, signal) {
      const synthesizer = await engines.openSynthesizer(choice, signal);
      await disposeWhenAborted(synthesizer, signal);
      return { handle: synthesizers.add(nextHandle(), synthesizer), description: synthesizer.description };
    },
    async openVoiceActivity(_params, signal) {
      const detector = await engines.openVoiceActivity(signal);
      await disposeWhenAborted(detector, signal);
      return { handle: detectors.add(nextHandle(), detector), description: null };
    },
    async prepare({ model }, signal) {
      await engines.prepare(model, signal);
      return null;
    },
    enrollClips: ({ recordings }, signal) => engines.enrollClips(recordings, signal),
    async recognize({ handle, samples, options, vocabulary }, signal) {
      const recognizer = recognizers.get(handle);
      if (vocabulary === undefined) return recognizer.recognize(samples, options, signal);
      const phrases = vocabularies.find(vocabulary);
      return phrases === null
        ? null
        : recognizer.recognize(samples, { ...options, vocabulary: phrases }, signal);
    },
    synthesize: ({ handle, request, onSound }, signal) =>
      synthesizers.get(handle).synthesize(request, signal, onSound),
    detect: ({ handle, samples, memory }, signal) => detectors.get(handle).detect(samples, memory, signal),
    async dispose({ handle }) {
      await Promise.all(shelves.map((shelf) => shelf.remove(handle)));
      return null;
    },
  };
}

/** Nobody will hear the number of an engine that was opened for a cancelled call. */
async function disposeWhenAborted(engine: { dispose(): Promise<void> }, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) return;
  await engine.dispose();
  throw signal.reason;
}

interface Shelf<Engine> {
  add(handle: number, engine: Engine): number;
  get(handle: number): Engine;
  /** Disposes of the engine, if it is here. */
  remove(handle: number): Promise<void>;
}

function createShelf<Engine extends { dispose(): Promise<void> }>(kind: string): Shelf<Engine> {
  const kept = new Map<number, Engine>();
  return {
    add(handle, engine) {
      kept.set(handle, engine);
      return handle;
    },
    get(handle) {
      const engine = kept.get(handle);
      if (engine === undefined) throw new Error(`There is no ${kind} ${handle} in this worker.`);
      return engine;
    },
    async remove(handle) {
      const engine = kept.get(handle);
      kept.delete(handle);
      await engine?.dispose();
    },
  };
}

function createCounter(): () => number {
  let count = 0;
  return () => (count += 1);
}
