import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { ClipRecording, VoiceClip } from '../voices/voiceProfile.ts';
import type { EngineChoice } from './workerMessages.ts';

/** Where engines come from: this process, or a worker that holds them. What is opened is the caller's to dispose of. */
export interface Engines {
  /** @throws SpeechError unknownModel, modelNotInstalled, modelCorrupt, outOfMemory, engineFailed */
  openRecognizer(choice: EngineChoice, signal: AbortSignal): Promise<Recognizer>;

  /** @throws SpeechError unknownModel, modelNotInstalled, modelCorrupt, outOfMemory, engineFailed */
  openSynthesizer(choice: EngineChoice, signal: AbortSignal): Promise<Synthesizer>;

  /** @throws SpeechError modelNotInstalled, modelCorrupt, outOfMemory, engineFailed */
  openVoiceActivity(signal: AbortSignal): Promise<VoiceActivityDetector>;

  /**
   * Rewrites and checks the graphs of an installed model, where its engine asks for that.
   *
   * @throws SpeechError modelNotInstalled, modelCorrupt, diskFull, cacheNotWritable, engineFailed
   */
  prepare(model: string, signal: AbortSignal): Promise<void>;

  /**
   * Makes clips of a voice. The models for it are in memory no longer than that.
   *
   * @throws SpeechError modelNotInstalled, modelCorrupt, modelIncompatible, invalidInput, unsupportedAudio, outOfMemory,
   *         engineFailed
   */
  enrollClips(recordings: readonly ClipRecording[], signal: AbortSignal): Promise<readonly VoiceClip[]>;
}
