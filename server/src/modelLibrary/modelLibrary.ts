import type { SpeechError } from '../../../protocol/errors.ts';
import type { EngineAbilities } from '../../../protocol/expression.ts';
import type { DownloadProgress, ModelSummary } from '../../../protocol/models.ts';
import type { SynthesisRequest } from '../../../protocol/synthesis.ts';
import type { Voice } from '../../../protocol/voices.ts';
import {
  chooseRecognition,
  unknownRecognition,
  type ChosenRecognition,
  type RecognitionWish,
} from './chooseRecognition.ts';
import { chooseVoice, type VoiceWish } from './chooseVoice.ts';
import { builtInCatalog, findModel } from '../models/catalog.ts';
import {
  defaultRecognitionEngine,
  defaultVoice,
  engineAbilities,
  engineModels,
  enrollmentModels,
  hasMadeVoices,
  isOfPresets,
  languageRefusals,
  needsPronunciation,
  ownVoiceModels,
  presetModel,
  presetVoiceIds,
  presetVoices,
  type RefuseLanguage,
  synthesisEngine,
  voiceAbilities,
  voiceActivityModel,
  voiceParts,
} from './knownEngines.ts';
import { createModelChoice } from './modelChoice.ts';
import type { ModelStore } from '../models/modelStore.ts';
import { openEspeakPhonemizer } from '../synthesis/phonemes/openEspeakPhonemizer.ts';
import { createOwnVoiceShelf, type OwnVoices, type OwnVoiceShelf } from './ownVoices.ts';
import { createUnknownVoiceError } from './createUnknownVoiceError.ts';
import { voiceLanguage } from './requestLanguage.ts';
import { createTextRefusal, type RefuseText } from './textRefusal.ts';
import { findUnspoken, type UnspokenRequest } from './findUnspoken.ts';

/** What can be installed and chosen: models, the engines that run them, voices. Nothing is loaded here. */
export interface ModelLibrary {
  listModels(signal: AbortSignal): Promise<readonly ModelSummary[]>;
  /** @throws SpeechError unknownModel */
  requireModel(id: string): void;
  needsConsent(id: string): boolean;
  /** What is to be known of a model before it is fetched: what its license asks, what else it needs. @throws SpeechError unknownModel */
  modelNotes(id: string): readonly string[];
  /** Downloads, verifies and prepares a model. @throws SpeechError as `ModelStore.pull` */
  pullModel(id: string, options: PullOptions): Promise<void>;
  /** Reads every byte again. @returns with the state that was found. @throws SpeechError unknownModel */
  verifyModel(id: string, signal: AbortSignal): Promise<ModelSummary>;
  removeModel(id: string, signal: AbortSignal): Promise<void>;
  /** @throws SpeechError modelNotInstalled, modelCorrupt */
  requireInstalled(models: readonly string[], signal: AbortSignal): Promise<void>;
  listVoices(signal: AbortSignal): Promise<readonly Voice[]>;
  /** The voice that is named, else one of the engine that is named, else the default. @throws SpeechError unknownVoice, unknownModel */
  chooseVoice(wish: VoiceWish, signal: AbortSignal): Promise<string>;
  /** Whether a name is that of a voice of a model, installed or not. */
  isPresetVoice(name: string): boolean;
  /** What making a voice of a clip needs. */
  readonly enrollmentModels: readonly string[];
  /**
   * Also for a blend of voices; before anything is loaded.
   *
   * @param engine  whose voices are named in place of one that there is not; absent: all are
   * @throws SpeechError unknownVoice
   */
  requireVoice(name: string, signal: AbortSignal, engine?: string): Promise<void>;
  /**
   * The first of requests that cannot be spoken in its language with what is installed; null: all can. Before anything
   * is loaded; voices that there are not are passed.
   */
  findUnspoken(requests: readonly SynthesisRequest[], signal: AbortSignal): Promise<UnspokenRequest | null>;
  /** What engines cannot say with what is installed now. */
  readRefusals(signal: AbortSignal): Promise<RefuseText>;
  /** The engine that speaks with a voice, told by its name alone. */
  synthesisEngine(voice: string): string;
  /** What a voice can do. */
  voiceAbilities(voice: string): EngineAbilities;
  /** The engine that speaks, by its name or its model's; null where it is none that speaks. */
  speakingEngine(name: string): string | null;
  /** The models that speaking with a voice needs. */
  synthesisModels(voice: string): readonly string[];
  /** What the sound of a voice is made of: its models, and what one's own was made of when it was last required. */
  soundSources(voice: string): readonly string[];
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
  readonly ownVoices: OwnVoices;
  /** PATH: where programs are looked for that pronounce languages. */
  readonly searchPath: string;
  /** Rewrites the graphs of an installed model, where its engine asks for that. */
  readonly prepare: (model: string, signal: AbortSignal) => Promise<void>;
  /** One sentence for the user. */
  readonly note: (line: string) => void;
}

export function createModelLibrary({
  store,
  ownVoices,
  searchPath,
  prepare,
  note,
}: ModelLibraryParts): ModelLibrary {
  const own = createOwnVoiceShelf(ownVoices);
  const ownVoiceModel = createModelChoice(store, ownVoiceModels);
  const synthesisModelsOf = (voice: string): readonly string[] => [
    isOfPresets(voice) ? presetModel : ownVoiceModel.current(),
  ];
  const requireVoice: ModelLibrary['requireVoice'] = async (name, signal, engine) => {
    const parts = voiceParts(name);
    const unknown = parts.find((id) => !presetVoiceIds.includes(id));
    if (unknown === undefined) return;
    await ownVoiceModel.refresh(signal);
    if (await own.has(name, signal)) return;
    const isPart = parts.length > 1;
    const made = (await own.list(signal)).map((voice) => voice.name);
    const isOfEngine = (voice: string): boolean => engine === undefined || synthesisEngine(voice) === engine;
    throw createUnknownVoiceError(unknown, {
      preset: presetVoiceIds.filter(isOfEngine),
      own: made,
      isPart,
      canBeMade: !isPart && hasMadeVoices(engine),
    });
  };
  const readLanguageRefusals = async (
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, RefuseLanguage>>> => {
    const { languages } = await openEspeakPhonemizer(store, searchPath, signal);
    return languageRefusals(languages);
  };
  const listAllVoices: ModelLibrary['listVoices'] = async (signal) => {
    await ownVoiceModel.refresh(signal);
    return listVoices({ store, own }, signal);
  };
  return {
    listModels: (signal) => store.list(signal),
    requireModel: (id) => void findModel(builtInCatalog, id),
    needsConsent: (id) => findModel(builtInCatalog, id).requiresConsent,
    modelNotes(id) {
      const { attribution, needs } = findModel(builtInCatalog, id);
      return [attribution, needs].filter((text) => text !== undefined);
    },
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
    listVoices: listAllVoices,
    isPresetVoice: (name) => presetVoiceIds.includes(name),
    enrollmentModels,
    requireVoice,
    async findUnspoken(requests, signal) {
      const refuse = async (voice: string, language: string): Promise<SpeechError | null> => {
        const engine = synthesisEngine(voice);
        const refusals = needsPronunciation(engine, language)
          ? await readLanguageRefusals(signal)
          : languageRefusals([]);
        return refusals[engine]?.(language) ?? null;
      };
      const languageOf = (voice: string): Promise<string | null> =>
        isOfPresets(voice)
          ? Promise.resolve(voiceLanguage(voice, presetVoices('installed')))
          : own.language(voice, signal);
      return findUnspoken(requests, { refuse, languageOf }, signal);
    },
    readRefusals: async (signal) => createTextRefusal(await readLanguageRefusals(signal)),
    chooseVoice: (wish, signal) =>
      chooseVoice(
        wish,
        {
          engines: [...engineAbilities().keys()],
          defaultVoice,
          engineOf: synthesisEngine,
          listVoices: listAllVoices,
          requireVoice,
        },
        signal,
      ),
    synthesisEngine,
    speakingEngine: (name) =>
      engineModels.find(
        ({ kind, engine, model }) => kind === 'synthesizer' && (engine === name || model === name),
      )?.engine ?? null,
    voiceAbilities,
    synthesisModels: synthesisModelsOf,
    soundSources: (voice) => [
      ...synthesisModelsOf(voice),
      ...[own.revision(voice)].filter((found) => found !== null),
    ],
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

const hearingModels = engineModels.filter(({ kind }) => kind === 'recognizer');

function requireRecognition(engine: string): readonly string[] {
  const found = hearingModels.find((known) => known.engine === engine);
  if (found !== undefined) return [found.model, voiceActivityModel];
  throw unknownRecognition(
    engine,
    hearingModels.map((model) => model.engine),
  );
}

/** Every voice of the catalogue and every one of the user, whether its model is installed or not. */
async function listVoices(
  { store, own }: { readonly store: ModelStore; readonly own: OwnVoiceShelf },
  signal: AbortSignal,
): Promise<Voice[]> {
  const models = await store.list(signal);
  const stateOf = (model: string): Voice['state'] =>
    models.some(({ id, state }) => id === model && state === 'installed') ? 'installed' : 'notInstalled';
  const made = await own.list(signal);
  return [
    ...presetVoices(stateOf(presetModel)),
    ...made.map(({ name, engine, language }): Voice => ({
      id: name,
      engine,
      language,
      gender: null,
      state: ownVoiceModels.some((id) => stateOf(id) === 'installed') ? 'installed' : 'notInstalled',
    })),
  ];
}
