import { fileURLToPath } from 'node:url';
import { thisUserPlace } from './system/userPlace.ts';
import type { ExecutionProvider } from '../../protocol/inference.ts';
import type { ProviderProbe } from './inference/providerProbe.ts';
import { defaultVoice, engineAbilities } from './modelLibrary/knownEngines.ts';
import { createModelLibrary, type ModelLibrary } from './modelLibrary/modelLibrary.ts';
import { cacheFolder, modelsFolder } from './files/cacheFolder.ts';
import { createModelStore } from './models/modelStore.ts';
import { daemonAddress } from './daemon/address.ts';
import { createDaemonAccess, type DaemonAccess } from './access/daemonAccess.ts';
import { readScriptKnowledge } from './scripts/readScriptKnowledge.ts';
import type { ScriptKnowledge } from './scripts/scriptKnowledge.ts';
import { createNearestSpeech } from './access/nearestSpeech.ts';
import { createSoundAccess, type SoundAccess } from './access/soundAccess.ts';
import { createOwnSpeech, type OpenedRecognition, type SpeechAccess } from './access/speechAccess.ts';
import { createSpokenCache } from './soundCache/spokenCache.ts';
import type { SoundCache } from './soundCache/soundCache.ts';
import type { Synthesizer } from './synthesis/synthesizer.ts';
import type { Engines } from './worker/engines.ts';
import { createHostedEngines } from './worker/hostedEngines.ts';
import { connectWorker } from './worker/workerConnection.ts';
import { openVoiceLibrary, type VoiceLibrary } from './voices/voiceLibrary.ts';
import { voicesFolder } from './voices/voicesFolder.ts';

export interface ServicesOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One sentence for the user, such as a fallback to another execution provider. */
  readonly note: (line: string) => void;
  /** The product's version. */
  readonly version: string;
  /** The bundled worker; absent: beside this bundle. */
  readonly workerPath?: string;
  /** Whether speech is left to a daemon that runs; what is measured needs engines of its own. */
  readonly usesDaemon: boolean;
}

export type CreateServices = (options: ServicesOptions) => Services;

/** Everything the product does, ready to use; engines and processes start on first use and end with it. */
export interface Services extends ModelLibrary, SpeechAccess, AsyncDisposable {
  readonly cacheFolder: string;
  readonly daemon: DaemonAccess;
  readonly sound: SoundAccess;
  /** What was spoken of scripts; the service keeps it in the same place. */
  readonly soundCache: SoundCache;
  /** That the user has made of clips. */
  readonly voices: VoiceLibrary;
  /** As `Engines.enrollClips`. */
  readonly enrollClips: Engines['enrollClips'];
  /** @throws SpeechError modelNotInstalled, modelCorrupt, and what loading a model throws */
  openSynthesis(choice: SynthesisChoice, signal: AbortSignal): Promise<OpenedSynthesis>;
  /** @throws SpeechError as `openSynthesis` */
  openRecognition(choice: RecognitionChoice, signal: AbortSignal): Promise<OpenedRecognition>;
  probeProviders(signal: AbortSignal): Promise<readonly ProviderProbe[]>;
  /** What scripts are judged by on this machine. */
  readScriptKnowledge(signal: AbortSignal): Promise<ScriptKnowledge>;
}

export interface SynthesisChoice {
  readonly voice: string;
  readonly provider: ExecutionProvider;
  readonly threadCount?: number;
}

/** A synthesizer that was loaded; it is disposed of with the services. */
export interface OpenedSynthesis {
  readonly synthesizer: Synthesizer;
  readonly loadMs: number;
}

export interface RecognitionChoice {
  readonly engine: string;
  readonly provider: ExecutionProvider;
  readonly threadCount?: number;
}

/** Models come from the store of the user's cache folder; engines run in a worker that starts with the first one. */
export function createServices(options: ServicesOptions): Services {
  const { env, note, version, usesDaemon, workerPath } = options;
  const place = thisUserPlace(env);
  const store = createModelStore({ folder: modelsFolder(place), environment: env });
  const worker = createLazyWorker(workerPath ?? fileURLToPath(new URL('worker.js', import.meta.url)), note);
  const voices = openVoiceLibrary(voicesFolder(place));
  const library = createModelLibrary({
    store,
    ownVoices: voices,
    searchPath: env['PATH'] ?? '',
    prepare: (id, signal) => worker.engines().prepare(id, signal),
    note,
  });

  const engines = {
    async openSynthesis({ voice, ...choice }: SynthesisChoice, signal: AbortSignal) {
      await library.requireInstalled(library.synthesisModels(voice), signal);
      const startMs = performance.now();
      const engine = library.synthesisEngine(voice);
      const synthesizer = await worker.engines().openSynthesizer({ engine, ...choice }, signal);
      return { synthesizer, loadMs: performance.now() - startMs };
    },

    async openRecognition(choice: RecognitionChoice, signal: AbortSignal) {
      await library.requireInstalled(library.recognitionModels(choice.engine), signal);
      const startMs = performance.now();
      const recognizer = await worker.engines().openRecognizer(choice, signal);
      const voiceActivity = await worker.engines().openVoiceActivity(signal);
      return { recognizer, voiceActivity, loadMs: performance.now() - startMs };
    },
  };

  const daemon = createDaemonAccess({
    address: () => daemonAddress(place),
    clientName: 'aloud-cli',
    version,
    scriptPath: fileURLToPath(new URL('daemon.js', import.meta.url)),
  });
  const lexiconPath = fileURLToPath(new URL('english.lexicon', import.meta.url));
  const sound = createSoundAccess();
  const own = createOwnSpeech({ ...library, ...engines }, sound);
  const speech = createNearestSpeech({
    own,
    version,
    connect: usesDaemon ? (signal) => daemon.connect(signal) : noDaemon,
  });

  return {
    ...library,
    ...engines,
    ...speech,
    cacheFolder: cacheFolder(place),
    voices,
    enrollClips: (recordings, signal) => worker.engines().enrollClips(recordings, signal),
    daemon,
    sound,
    soundCache: createSpokenCache(place, () => undefined),

    async probeProviders(signal) {
      // Loads onnxruntime into this process, which no other command does.
      const { probeExecutionProviders } = await import('./inference/providerProbe.ts');
      return probeExecutionProviders(signal);
    },
    readScriptKnowledge: (signal) =>
      readScriptKnowledge({ ...library, engineAbilities, defaultVoice, lexiconPath }, signal),
    async [Symbol.asyncDispose]() {
      speech.dispose();
      sound[Symbol.dispose]();
      await worker.dispose();
    },
  };
}

const noDaemon = (): Promise<null> => Promise.resolve(null);

interface LazyWorker {
  engines(): Engines;
  /** Ends the worker, where one was started. */
  dispose(): Promise<void>;
}

function createLazyWorker(scriptPath: string, onNote: (line: string) => void): LazyWorker {
  const started: { readonly engines: Engines; dispose(): Promise<void> }[] = [];
  return {
    engines() {
      const [running] = started;
      if (running !== undefined) return running.engines;
      const connection = connectWorker({ scriptPath, onNote });
      const engines = createHostedEngines(connection);
      started.push({ engines, dispose: () => connection.dispose() });
      return engines;
    },
    async dispose() {
      await Promise.all(started.map((worker) => worker.dispose()));
    },
  };
}
