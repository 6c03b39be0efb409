import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { SpeechError } from '../../protocol/errors.ts';
import type { ExecutionProvider } from '../../protocol/inference.ts';
import type { DownloadProgress, ModelSummary } from '../../protocol/models.ts';
import type { Voice } from '../../protocol/voices.ts';
import type { ProviderProbe } from './inference/providerProbe.ts';
import { cacheFolder, modelsFolder, type UserPlace } from './models/cacheFolder.ts';
import { builtInCatalog, findModel } from './models/catalog.ts';
import { createModelStore, type ModelStore } from './models/modelStore.ts';
import type { Recognizer } from './recognition/recognizer.ts';
import type { VoiceActivityDetector } from './recognition/vad/voiceActivityDetector.ts';
import { catalogVoiceIds, kokoroVoices } from './synthesis/engines/kokoro/kokoroVoices.ts';
import { parseVoiceBlend } from './synthesis/engines/kokoro/voiceBlend.ts';
import type { Synthesizer } from './synthesis/synthesizer.ts';
import { nearestNames } from './text/nearestNames.ts';
import type { Engines } from './worker/engines.ts';
import { createHostedEngines } from './worker/hostedEngines.ts';
import { connectWorker } from './worker/workerConnection.ts';

export interface ServicesOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One sentence for the user, such as a fallback to another execution provider. */
  readonly note: (line: string) => void;
  /** The bundled worker; absent: beside this bundle. */
  readonly workerPath?: string;
}

export type CreateServices = (options: ServicesOptions) => Services;

/** Everything the product does, ready to use; engines and processes start on first use and end with it. */
export interface Services extends AsyncDisposable {
  readonly cacheFolder: string;
  listModels(signal: AbortSignal): Promise<readonly ModelSummary[]>;
  /** @throws SpeechError unknownModel */
  requireModel(id: string): void;
  needsConsent(id: string): boolean;
  /** Downloads, verifies and prepares a model. @throws SpeechError as `ModelStore.pull` */
  pullModel(id: string, options: PullOptions): Promise<void>;
  /** Reads every byte again; the model's state tells what was found. */
  verifyModel(id: string, signal: AbortSignal): Promise<void>;
  removeModel(id: string, signal: AbortSignal): Promise<void>;
  listVoices(signal: AbortSignal): Promise<readonly Voice[]>;
  /** @throws SpeechError unknownVoice */
  requireVoice(name: string): void;
  /** The models that speaking with a voice needs. */
  synthesisModels(voice: string): readonly string[];
  /** The models that an engine needs. @throws SpeechError unknownModel */
  recognitionModels(engine: string): readonly string[];
  /** @throws SpeechError modelNotInstalled, modelCorrupt, and what loading a model throws */
  openSynthesis(choice: SynthesisChoice, signal: AbortSignal): Promise<SynthesisService>;
  /** @throws SpeechError as `openSynthesis` */
  openRecognition(choice: RecognitionChoice, signal: AbortSignal): Promise<RecognitionService>;
  probeProviders(signal: AbortSignal): Promise<readonly ProviderProbe[]>;
}

export interface PullOptions {
  /** A folder that has the files already. */
  readonly fromFolder?: string;
  readonly hasConsent: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

export interface SynthesisChoice {
  readonly voice: string;
  readonly provider: ExecutionProvider;
  readonly threadCount?: number;
}

/** A synthesizer that was loaded; it is disposed of with the services. */
export interface SynthesisService {
  readonly synthesizer: Synthesizer;
  readonly loadMs: number;
}

export interface RecognitionChoice {
  readonly engine: string;
  readonly provider: ExecutionProvider;
  readonly threadCount?: number;
}

/** A recognizer and its voice activity detector, loaded; they are disposed of with the services. */
export interface RecognitionService {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  readonly loadMs: number;
}

/** Models come from the store of the user's cache folder; engines run in a worker that starts with the first one. */
export function createServices({ env, note, workerPath }: ServicesOptions): Services {
  const place: UserPlace = { platform: process.platform, environment: env, homeFolder: homedir() };
  const store = createModelStore({ folder: modelsFolder(place), environment: env });
  const worker = createLazyWorker(workerPath ?? fileURLToPath(new URL('worker.js', import.meta.url)), note);

  return {
    cacheFolder: cacheFolder(place),
    listModels: (signal) => store.list(signal),
    requireModel: (id) => void findModel(builtInCatalog, id),
    needsConsent: (id) => findModel(builtInCatalog, id).requiresConsent,
    pullModel: (id, options) => pullAndPrepare(id, { ...options, store, worker, note }),
    async verifyModel(id, signal) {
      await store.verify(id, signal);
    },
    removeModel: (id, signal) => store.remove(id, signal),

    listVoices: (signal) => listVoices(store, signal),
    requireVoice: (name) => {
      requireVoice(name);
    },
    synthesisModels: () => [kokoroModel],
    recognitionModels: (engine) => requireRecognition(engine),

    async openSynthesis({ provider, threadCount }, signal) {
      await store.open(kokoroModel, signal);
      const startMs = performance.now();
      const choice = { engine: 'kokoro', provider, ...(threadCount !== undefined && { threadCount }) };
      const synthesizer = await worker.engines().openSynthesizer(choice, signal);
      return { synthesizer, loadMs: performance.now() - startMs };
    },

    async openRecognition(choice, signal) {
      for (const id of requireRecognition(choice.engine)) await store.open(id, signal);
      const startMs = performance.now();
      const engines = worker.engines();
      const recognizer = await engines.openRecognizer(choice, signal);
      const voiceActivity = await engines.openVoiceActivity(signal);
      return { recognizer, voiceActivity, loadMs: performance.now() - startMs };
    },

    async probeProviders(signal) {
      // Loads onnxruntime into this process, which no other command does.
      const { probeExecutionProviders } = await import('./inference/providerProbe.ts');
      return probeExecutionProviders(signal);
    },
    [Symbol.asyncDispose]: () => worker.dispose(),
  };
}

const kokoroModel = 'kokoro-82m';

/** The models each recognition engine needs. */
const recognitionEngines: Readonly<Record<string, readonly string[]>> = {
  moonshine: ['moonshine-tiny', 'silero-vad'],
};

function requireRecognition(engine: string): readonly string[] {
  const models = recognitionEngines[engine];
  if (models !== undefined) return models;
  const known = Object.keys(recognitionEngines);
  throw new SpeechError('unknownModel', {
    message: `There is no recognition engine "${engine}".`,
    hint: `Did you mean ${nearestNames(engine, known)[0] ?? known.join(' or ')}?`,
  });
}

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

interface PullContext extends PullOptions {
  readonly store: ModelStore;
  readonly worker: LazyWorker;
  readonly note: (line: string) => void;
}

/** Preparation is the last phase of a pull, so that the first use does not wait for it. */
async function pullAndPrepare(id: string, context: PullContext): Promise<void> {
  const { store, worker, note, fromFolder, ...options } = context;
  const from = fromFolder === undefined ? {} : { from: fromFolder };
  await store.pull(id, { ...options, ...from, onNote: note });
  await worker.engines().prepare(id, options.signal);
}

/** Every voice of the catalogue, installed or not. */
async function listVoices(store: ModelStore, signal: AbortSignal): Promise<Voice[]> {
  const models = await store.list(signal);
  const isInstalled = models.some(({ id, state }) => id === kokoroModel && state === 'installed');
  return kokoroVoices(catalogVoiceIds(kokoroModel), isInstalled ? 'installed' : 'notInstalled');
}

/** Also for a blend of voices; before anything is loaded. */
function requireVoice(name: string): void {
  const known = catalogVoiceIds(kokoroModel);
  const wanted = parseVoiceBlend(name)?.map(({ id }) => id) ?? [name];
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  const near = nearestNames(unknown, known);
  const suggestion = near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : '';
  throw new SpeechError('unknownVoice', {
    message: `There is no voice "${unknown}".`,
    hint: `${suggestion}\`aloud voices\` lists all.`,
  });
}
