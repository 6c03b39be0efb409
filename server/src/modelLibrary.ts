import { SpeechError } from '../../protocol/errors.ts';
import type { EngineAbilities } from '../../protocol/expression.ts';
import type { DownloadProgress, ModelSummary } from '../../protocol/models.ts';
import type { Voice } from '../../protocol/voices.ts';
import type { EngineModel } from './enginePool/enginePool.ts';
import { chooseRecognition, type ChosenRecognition, type RecognitionWish } from './chooseRecognition.ts';
import { builtInCatalog, findModel } from './models/catalog.ts';
import type { ModelStore } from './models/modelStore.ts';
import { kokoroAbilities } from './synthesis/engines/kokoro/kokoroAbilities.ts';
import { catalogVoiceIds, kokoroVoices } from './synthesis/engines/kokoro/kokoroVoices.ts';
import { parseVoiceBlend } from './synthesis/engines/kokoro/voiceBlend.ts';
import { nearestNames } from './text/nearestNames.ts';

/** What can be installed and chosen: models, the engines that run them, voices. Nothing is loaded here. */
export interface ModelLibrary {
  listModels(signal: AbortSignal): Promise<readonly ModelSummary[]>;
  /** @throws SpeechError unknownModel */
  requireModel(id: string): void;
  needsConsent(id: string): boolean;
  /** What a model's license asks to be told with it; null: nothing. @throws SpeechError unknownModel */
  attribution(id: string): string | null;
  /** Downloads, verifies and prepares a model. @throws SpeechError as `ModelStore.pull` */
  pullModel(id: string, options: PullOptions): Promise<void>;
  /** Reads every byte again. @returns with the state that was found. @throws SpeechError unknownModel */
  verifyModel(id: string, signal: AbortSignal): Promise<ModelSummary>;
  removeModel(id: string, signal: AbortSignal): Promise<void>;
  /** @throws SpeechError modelNotInstalled, modelCorrupt */
  requireInstalled(models: readonly string[], signal: AbortSignal): Promise<void>;
  listVoices(signal: AbortSignal): Promise<readonly Voice[]>;
  /** Also for a blend of voices; before anything is loaded. @throws SpeechError unknownVoice */
  requireVoice(name: string): void;
  /** The engine that speaks with a voice. */
  synthesisEngine(voice: string): string;
  /** What a voice can do. */
  voiceAbilities(voice: string): EngineAbilities;
  /** The models that speaking with a voice needs. */
  synthesisModels(voice: string): readonly string[];
  /** The engine that hears what is wished, by what is installed now. @throws SpeechError as `chooseRecognition` */
  chooseRecognition(wish: RecognitionWish, signal: AbortSignal): Promise<ChosenRecognition>;
  /** The models that an engine needs. @throws SpeechError unknownModel */
  recognitionModels(engine: string): readonly string[];
}

export interface PullOptions {
  /** A folder that has the files already. */
  readonly fromFolder?: string;
  readonly hasConsent: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

export interface ModelLibraryParts {
  readonly store: ModelStore;
  /** Rewrites the graphs of an installed model, where its engine asks for that. */
  readonly prepare: (model: string, signal: AbortSignal) => Promise<void>;
  /** One sentence for the user. */
  readonly note: (line: string) => void;
}

const defaultRecognitionEngine = 'moonshine';

/** Speaks where nobody has chosen. */
export const defaultVoice = 'af_heart';

export function createModelLibrary({ store, prepare, note }: ModelLibraryParts): ModelLibrary {
  return {
    listModels: (signal) => store.list(signal),
    requireModel: (id) => void findModel(builtInCatalog, id),
    needsConsent: (id) => findModel(builtInCatalog, id).requiresConsent,
    attribution: (id) => findModel(builtInCatalog, id).attribution ?? null,
    async pullModel(id, { fromFolder, ...options }) {
      const from = fromFolder === undefined ? {} : { from: fromFolder };
      await store.pull(id, { ...options, ...from, onNote: note });
      // The last phase of a pull, so that the first use does not wait for it.
      await prepare(id, options.signal);
    },
    verifyModel: (id, signal) => store.verify(id, signal),
    removeModel: (id, signal) => store.remove(id, signal),
    async requireInstalled(models, signal) {
      for (const id of models) await store.open(id, signal);
    },
    listVoices: (signal) => listVoices(store, signal),
    requireVoice: (name) => {
      requireVoice(name);
    },
    synthesisEngine: () => 'kokoro',
    voiceAbilities: () => kokoroAbilities,
    synthesisModels: () => [kokoroModel],
    async chooseRecognition(wish, signal) {
      const models = await store.list(signal);
      const engines = hearingModels.flatMap(({ engine, model: id }) =>
        models.filter((model) => model.id === id).map((model) => ({ engine, model })),
      );
      return chooseRecognition(wish, engines, defaultRecognitionEngine);
    },
    recognitionModels: (engine) => requireRecognition(engine),
  };
}

const kokoroModel = 'kokoro-82m';

/** Finds the speech that the engines hear. */
const voiceActivityModel = 'silero-vad';

/** Which engine a model is loaded by; each engine loads one model. */
export const engineModels: readonly EngineModel[] = [
  { model: 'moonshine-tiny', kind: 'recognizer', engine: defaultRecognitionEngine },
  { model: 'sensevoice-small', kind: 'recognizer', engine: 'sensevoice' },
  { model: 'sensevoice-small-funasr', kind: 'recognizer', engine: 'sensevoice-funasr' },
  { model: 'sensevoice-small-funasr-float', kind: 'recognizer', engine: 'sensevoice-funasr-float' },
  { model: 'whisper-tiny', kind: 'recognizer', engine: 'whisper-tiny' },
  { model: 'whisper-base', kind: 'recognizer', engine: 'whisper-base' },
  { model: 'whisper-small', kind: 'recognizer', engine: 'whisper-small' },
  { model: voiceActivityModel, kind: 'voiceActivity', engine: 'silero' },
  { model: kokoroModel, kind: 'synthesizer', engine: 'kokoro', parts: ['espeak-ng'] },
];

/** What the voices of each synthesis engine can do, by the engine's name. */
export function engineAbilities(): ReadonlyMap<string, EngineAbilities> {
  return new Map([['kokoro', kokoroAbilities]]);
}

const hearingModels = engineModels.filter(({ kind }) => kind === 'recognizer');

function requireRecognition(engine: string): readonly string[] {
  const found = hearingModels.find((known) => known.engine === engine);
  if (found !== undefined) return [found.model, voiceActivityModel];
  const known = hearingModels.map((model) => model.engine);
  throw new SpeechError('unknownModel', {
    message: `There is no recognition engine "${engine}".`,
    hint: `Did you mean ${nearestNames(engine, known)[0] ?? known.join(' or ')}?`,
  });
}

/** Every voice of the catalogue, installed or not. */
async function listVoices(store: ModelStore, signal: AbortSignal): Promise<Voice[]> {
  const models = await store.list(signal);
  const isInstalled = models.some(({ id, state }) => id === kokoroModel && state === 'installed');
  return kokoroVoices(catalogVoiceIds(kokoroModel), isInstalled ? 'installed' : 'notInstalled');
}

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
