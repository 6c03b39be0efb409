import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { DictationEvent, DictationOptions } from '../../../protocol/dictation.ts';
import type { RecognitionOptions, RecognitionSummary } from '../../../protocol/recognition.ts';
import type { SoundPace, SynthesisRequest } from '../../../protocol/synthesis.ts';
import { dictate } from '../recognition/dictation/dictate.ts';
import { recognizeFile, type FileWatch } from '../recognition/recognizeFile.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { SoundAccess } from './soundAccess.ts';
import { speakMeasured, type MeasuredSpeech } from '../synthesis/measuredSpeech.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { TakesOptions } from '../synthesis/takes/speakBestTakes.ts';
import { createTakeEar } from './takeEar.ts';

/** Speech in both directions, wherever the engines are. */
export interface SpeechAccess {
  /** @throws SpeechError before the first chunk for what is wrong with the request, then as `speak` */
  speakText(request: SynthesisRequest, choice: SpeakingChoice, signal: AbortSignal): Promise<MeasuredSpeech>;
  /** @throws SpeechError as `recognizeFile` */
  hearFile(path: string, request: HearingRequest, signal: AbortSignal): Promise<RecognitionSummary>;
  /**
   * Hears the microphone and writes along until `stop` aborts; what was heard by then is finished.
   *
   * @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy, and as `dictate`
   */
  dictate(request: DictationRequest, signal: AbortSignal): AsyncIterable<DictationEvent>;
}

export interface ProviderChoice {
  readonly provider: ExecutionProvider;
}

export interface SpeakingChoice extends ProviderChoice {
  /** Absent: each sentence is spoken once. */
  readonly takes?: HeardTakes;
  readonly pace: SoundPace;
}

/** Takes, with who hears them. */
export interface HeardTakes {
  readonly count: number;
  /** That hears them. */
  readonly engine: string;
  /** In which they are heard, as models name it. */
  readonly language: string;
}

export interface HearingRequest
  extends ProviderChoice, RecognitionOptions, Pick<FileWatch, 'onOpen' | 'onHeard'> {
  readonly engine: string;
}

export interface DictationRequest extends ProviderChoice, DictationOptions {
  readonly engine: string;
  /** Id, name or part of the name of the microphone; absent: the default one. */
  readonly device?: string;
  /** Aborted when no more is to be heard. */
  readonly stop: AbortSignal;
  /** Told once the microphone is heard; whatever is loaded after that, nothing that is said is lost. */
  readonly onListening?: () => void;
}

/** Engines of this process, or of a worker of its own. They are opened once and closed by their owner. */
export interface EngineSource {
  /** The engine that speaks with a voice. */
  synthesisEngine(voice: string): string;
  openSynthesis(
    choice: ProviderChoice & { readonly voice: string },
    signal: AbortSignal,
  ): Promise<{ readonly synthesizer: Synthesizer; readonly loadMs: number }>;
  openRecognition(
    choice: ProviderChoice & { readonly engine: string },
    signal: AbortSignal,
  ): Promise<OpenedRecognition>;
}

export interface OpenedRecognition {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  readonly loadMs: number;
}

/** Speech by engines that nobody else uses. */
export function createOwnSpeech(
  engines: EngineSource,
  sound: Pick<SoundAccess, 'openMicrophone'>,
): SpeechAccess {
  const opened = new Map<string, OpenedRecognition>();
  const synthesizers = new Map<string, Synthesizer>();

  const openRecognition = async (
    choice: ProviderChoice & { readonly engine: string },
    signal: AbortSignal,
  ): Promise<OpenedRecognition> => {
    const key = `${choice.engine} ${choice.provider}`;
    const known = opened.get(key);
    if (known !== undefined) return { ...known, loadMs: 0 };
    const recognition = await engines.openRecognition(choice, signal);
    opened.set(key, recognition);
    return recognition;
  };

  const openEar = async (
    { provider, takes }: Pick<SpeakingChoice, 'provider' | 'takes'>,
    signal: AbortSignal,
  ): Promise<{ readonly takes?: TakesOptions }> => {
    if (takes === undefined) return {};
    const { count, engine, language } = takes;
    const { recognizer, voiceActivity } = await openRecognition({ engine, provider }, signal);
    const hearing = { recognizer, voiceActivity, options: { language } };
    return { takes: { count, ear: createTakeEar(hearing, language) } };
  };

  return {
    async speakText(request, choice, signal) {
      const { voice } = request;
      const { provider, pace } = choice;
      const ear = await openEar(choice, signal);
      const key = `${engines.synthesisEngine(voice)} ${provider}`;
      const known = synthesizers.get(key);
      if (known !== undefined)
        return speakMeasured({ synthesizer: known, loadMs: 0, pace, ...ear }, request, signal);
      const loaded = await engines.openSynthesis({ voice, provider }, signal);
      synthesizers.set(key, loaded.synthesizer);
      return speakMeasured({ ...loaded, pace, ...ear }, request, signal);
    },

    async hearFile(path, { engine, provider, onOpen, onHeard, ...options }, signal) {
      const { recognizer, voiceActivity, loadMs } = await openRecognition({ engine, provider }, signal);
      const watch = { ...(onOpen !== undefined && { onOpen }), ...(onHeard !== undefined && { onHeard }) };
      const heard = await recognizeFile(path, { recognizer, voiceActivity, options, ...watch }, signal);
      const { description } = recognizer;
      return {
        engine: description.engine,
        model: description.model,
        provider: description.provider,
        loadMs,
        ...heard,
      };
    },

    async *dictate({ engine, provider, device, stop, onListening, ...options }, signal) {
      const heard = await sound.openMicrophone({ stop, ...(device !== undefined && { device }) }, signal);
      try {
        onListening?.();
        const { recognizer, voiceActivity } = await engines.openRecognition({ engine, provider }, signal);
        yield* dictate(heard, { recognizer, voiceActivity, options, clock: performance }, signal);
      } finally {
        heard.stop();
      }
    },
  };
}
