import { SpeechError } from '../../protocol/errors.ts';
import { loadPronunciation } from './loadPronunciation.ts';
import { probeProviderOnce } from './inference/providerProbe.ts';
import type { FallbackNote, SessionOptions } from './inference/session.ts';
import type { InstalledModel, ModelStore } from './models/modelStore.ts';
import { moonshineEngine, prepareMoonshine } from './recognition/engines/moonshine/moonshineEngine.ts';
import { prepareSenseVoice, senseVoiceEngine } from './recognition/engines/senseVoice/senseVoiceEngine.ts';
import { prepareWhisper, whisperEngine } from './recognition/engines/whisper/whisperEngine.ts';
import type { Recognizer } from './recognition/recognizer.ts';
import { createVocabularyCorrector } from './recognition/vocabulary/vocabularyRecognizer.ts';
import { openSileroDetector, prepareSilero } from './recognition/vad/sileroDetector.ts';
import { cosyVoiceEngine } from './synthesis/engines/cosyVoice/cosyVoiceEngine.ts';
import type { CosyVoiceOptions } from './synthesis/engines/cosyVoice/cosyVoiceSynthesizer.ts';
import { enrollWithModel } from './synthesis/engines/cosyVoice/enrollWithModel.ts';
import { openKokoroFiles } from './synthesis/engines/kokoro/kokoroFiles.ts';
import { createKokoroSynthesizer } from './synthesis/engines/kokoro/kokoroSynthesizer.ts';
import { createEnglishPhonemizer } from './synthesis/phonemes/englishPhonemizer.ts';
import { openEspeakPhonemizer } from './synthesis/phonemes/openEspeakPhonemizer.ts';
import type { Synthesizer } from './synthesis/synthesizer.ts';
import type { Engines } from './worker/engines.ts';
import type { EngineChoice } from './worker/workerMessages.ts';

export interface LocalEnginesOptions {
  readonly store: ModelStore;
  /** A voice that the user made of clips. @throws SpeechError unknownVoice */
  readonly openVoice: CosyVoiceOptions['openVoice'];
  /** The environment's PATH, for programs that speech is made with. */
  readonly searchPath: string;
  /** `english.lexicon`, made by the build, with `english.words` beside it. */
  readonly lexiconPath: string;
  /** One sentence for the user, such as a fallback to another execution provider. */
  readonly onNote: (message: string) => void;
}

/** The engines, loaded into this process: the one place that knows which there are and what each is made of. */
export function createLocalEngines(options: LocalEnginesOptions): Engines {
  const { store, onNote } = options;
  const context: EngineContext = {
    ...options,
    onFallback: ({ message }) => {
      onNote(message);
    },
  };
  const correctByVocabulary = createVocabularyCorrector(() => loadPronunciation(options.lexiconPath));
  return {
    openRecognizer: async (choice, signal) =>
      correctByVocabulary(await find(recognizers, choice.engine)(choice, context, signal)),
    openSynthesizer: (choice, signal) => find(synthesizers, choice.engine)(choice, context, signal),
    async openVoiceActivity(signal) {
      return openSileroDetector(await store.open('silero-vad', signal), signal);
    },
    async prepare(id, signal) {
      if (id === 'kokoro-82m') await openKokoroFiles(await store.open(id, signal), { onNote }, signal);
      if (id === cosyVoiceEngine.model)
        await cosyVoiceEngine.prepare(await store.open(id, signal), onNote, signal);
      if (id === 'silero-vad') await prepareSilero(await store.open(id, signal), signal);
      if (id === moonshineEngine.model) await prepareMoonshine(await store.open(id, signal), signal);
      if (senseVoiceEngine.models.includes(id))
        await prepareSenseVoice(await store.open(id, signal), { onNote }, signal);
      if (whisperEngine.models.includes(id))
        await prepareWhisper(await store.open(id, signal), { onNote }, signal);
    },
    async enrollClips(recordings, signal) {
      const model = await store.open('cosyvoice3-enrollment', signal);
      return enrollWithModel(model, { recordings, session: { provider: 'cpu', ownThread: true } }, signal);
    },
  };
}

interface EngineContext extends LocalEnginesOptions {
  readonly onFallback: (note: FallbackNote) => void;
}

type OpenEngine<Engine> = (
  choice: EngineChoice,
  context: EngineContext,
  signal: AbortSignal,
) => Promise<Engine>;

const recognizers: Readonly<Record<string, OpenEngine<Recognizer>>> = {
  async moonshine(choice, context, signal) {
    const model = await context.store.open(moonshineEngine.model, signal);
    return moonshineEngine.open(model, sessionOptions(choice, context), signal);
  },
  sensevoice: senseVoiceOpener('sensevoice-small'),
  'sensevoice-funasr': senseVoiceOpener('sensevoice-small-funasr'),
  'sensevoice-funasr-float': senseVoiceOpener('sensevoice-small-funasr-float'),
  ...Object.fromEntries(whisperEngine.models.map((id) => [id, openWhisper])),
};

/** The name of the engine is that of the model. */
async function openWhisper(
  choice: EngineChoice,
  context: EngineContext,
  signal: AbortSignal,
): Promise<Recognizer> {
  const model = await context.store.open(choice.engine, signal);
  const { onNote } = context;
  const arithmetic = await arithmeticOf(choice);
  return whisperEngine.open(model, { ...sessionOptions(choice, context), arithmetic, onNote }, signal);
}

function senseVoiceOpener(id: string): OpenEngine<Recognizer> {
  return async (choice, context, signal) => {
    const model = await context.store.open(id, signal);
    const { onNote } = context;
    const arithmetic = await arithmeticOf(choice);
    return senseVoiceEngine.open(model, { ...sessionOptions(choice, context), arithmetic, onNote }, signal);
  };
}

const synthesizers: Readonly<Record<string, OpenEngine<Synthesizer>>> = {
  async kokoro(choice, context, signal) {
    const { store, lexiconPath, searchPath, onNote } = context;
    const model = await store.open('kokoro-82m', signal);
    const arithmetic = await arithmeticOf(choice);
    return createKokoroSynthesizer({
      model: model.id,
      ...(await openKokoroFiles(model, { arithmetic, onNote }, signal)),
      phonemizers: [
        await createEnglishPhonemizer(lexiconPath, signal),
        await openEspeakPhonemizer(store, searchPath, signal),
      ],
      session: sessionOptions(choice, context),
    });
  },
  async cosyvoice(choice, context, signal) {
    const { store, openVoice, onNote } = context;
    const model = await openCosyVoice(store, signal);
    const session = sessionOptions(choice, context);
    return cosyVoiceEngine.open(model, { session, openVoice, onNote }, signal);
  },
};

/** As it is published, else as graphs. @throws SpeechError as `ModelStore.open` of the published one */
async function openCosyVoice(store: ModelStore, signal: AbortSignal): Promise<InstalledModel> {
  const { model, graphsModel } = cosyVoiceEngine;
  const states = new Map((await store.list(signal)).map(({ id, state }) => [id, state]));
  const hasGraphsAlone = states.get(model) !== 'installed' && states.get(graphsModel) === 'installed';
  return store.open(hasGraphsAlone ? graphsModel : model, signal);
}

/** Integers on the processor, also where a session will fall back to it, and say so; graphics cards want floats. */
async function arithmeticOf({ provider }: EngineChoice): Promise<'integer' | 'float'> {
  const runsOnProcessor = provider === 'cpu' || !(await probeProviderOnce(provider)).ok;
  return runsOnProcessor ? 'integer' : 'float';
}

function sessionOptions(
  { provider, threadCount }: EngineChoice,
  { onFallback }: EngineContext,
): SessionOptions {
  return { provider, onFallback, ...(threadCount !== undefined && { threadCount }) };
}

function find<Engine>(engines: Readonly<Record<string, Engine>>, id: string): Engine {
  const engine = Object.hasOwn(engines, id) ? engines[id] : undefined;
  if (engine !== undefined) return engine;
  throw new SpeechError('unknownModel', {
    message: `There is no engine "${id}".`,
    hint: `There are: ${Object.keys(engines).join(', ')}.`,
  });
}
