import type { ExecutionProvider } from '../../protocol/inference.ts';
import type { RecognitionSummary } from '../../protocol/recognition.ts';
import type { SynthesisChunk, SynthesisRequest, SynthesizerDescription } from '../../protocol/synthesis.ts';
import { recognizeFile, type FileWatch } from './recognition/recognizeFile.ts';
import type { Recognizer } from './recognition/recognizer.ts';
import type { VoiceActivityDetector } from './recognition/vad/voiceActivityDetector.ts';
import { speak } from './synthesis/pipeline.ts';
import type { Synthesizer } from './synthesis/synthesizer.ts';

/** Speech in both directions, wherever the engines are. */
export interface SpeechAccess {
  /** @throws SpeechError before the first chunk for what is wrong with the request, then as `speak` */
  speakText(request: SynthesisRequest, choice: ProviderChoice, signal: AbortSignal): Promise<SpokenText>;
  /** @throws SpeechError as `recognizeFile` */
  hearFile(path: string, request: HearingRequest, signal: AbortSignal): Promise<RecognitionSummary>;
}

export interface ProviderChoice {
  readonly provider: ExecutionProvider;
}

export interface SpokenText {
  readonly description: Omit<SynthesizerDescription, 'languages'>;
  /** 0 where it was loaded. */
  readonly loadMs: number;
  /** To be read once. */
  readonly chunks: AsyncIterable<SynthesisChunk>;
}

export interface HearingRequest extends ProviderChoice, Pick<FileWatch, 'onOpen' | 'onHeard'> {
  readonly engine: string;
  readonly language?: string;
}

/** Engines of this process, or of a worker of its own. They are opened once and closed by their owner. */
export interface EngineSource {
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
export function createOwnSpeech(engines: EngineSource): SpeechAccess {
  const opened = new Map<string, OpenedRecognition>();
  return {
    async speakText(request, { provider }, signal) {
      const { synthesizer, loadMs } = await engines.openSynthesis({ voice: request.voice, provider }, signal);
      return { description: synthesizer.description, loadMs, chunks: speak(synthesizer, request, signal) };
    },

    async hearFile(path, { engine, provider, language, ...watch }, signal) {
      const key = `${engine} ${provider}`;
      const known = opened.get(key);
      const recognition = known ?? (await engines.openRecognition({ engine, provider }, signal));
      opened.set(key, recognition);
      const { recognizer, voiceActivity, loadMs } = recognition;
      const options = language === undefined ? {} : { language };
      const heard = await recognizeFile(path, { recognizer, voiceActivity, options, ...watch }, signal);
      const { description } = recognizer;
      return {
        engine: description.engine,
        model: description.model,
        provider: description.provider,
        loadMs: known === undefined ? loadMs : 0,
        ...heard,
      };
    },
  };
}
