import type { DaemonStatus } from '../../../protocol/daemon.ts';
import type { SoundDevice } from '../../../protocol/devices.ts';
import type { ExecutionProvider } from '../../../protocol/inference.ts';
import type { Priority } from '../../../protocol/priority.ts';
import type { ModelLibrary } from '../modelLibrary.ts';
import type { Recognizer } from '../recognition/recognizer.ts';
import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { Synthesizer } from '../synthesis/synthesizer.ts';

/** What handlers answer with: everything a client can ask of the daemon. */
export interface SpeechServices {
  readonly engines: EngineLeases;
  readonly library: ModelLibrary;
  readonly sound: SoundServices;
  readonly daemon: DaemonControl;
}

/** Engines that are shared between clients; what is given is to be released. */
export interface EngineLeases {
  /** @throws SpeechError unknownModel, modelNotInstalled, modelCorrupt, outOfMemory, engineFailed */
  leaseRecognition(request: EngineRequest, signal: AbortSignal): Promise<RecognitionLease>;
  /** @throws SpeechError unknownVoice, modelNotInstalled, modelCorrupt, outOfMemory, engineFailed */
  leaseSynthesis(request: EngineRequest, signal: AbortSignal): Promise<SynthesisLease>;
  /** While it is held, nothing of priority `book` begins. */
  holdBackground(): Disposable;
  /** Loads a model that nobody needs yet. @returns how long that took, 0 where it was loaded */
  load(model: string, signal: AbortSignal): Promise<number>;
  unload(model: string): Promise<void>;
}

export interface EngineRequest {
  readonly engine: string;
  readonly provider: ExecutionProvider;
  /** Id of the client that asks. */
  readonly owner: string;
  readonly priority: Priority;
}

export interface RecognitionLease extends AsyncDisposable {
  readonly recognizer: Recognizer;
  readonly voiceActivity: VoiceActivityDetector;
  /** 0 where it was loaded. */
  readonly loadMs: number;
}

export interface SynthesisLease extends AsyncDisposable {
  readonly synthesizer: Synthesizer;
  readonly loadMs: number;
}

export interface SoundServices {
  /** @throws SpeechError audioDeviceUnavailable where the sound library does not load */
  listDevices(): Promise<{
    readonly microphones: readonly SoundDevice[];
    readonly speakers: readonly SoundDevice[];
  }>;
  /** @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy */
  openMicrophone(options: MicrophoneRequest, signal: AbortSignal): Promise<RunningMicrophone>;
}

export interface MicrophoneRequest {
  readonly device?: string;
  readonly onLevel: (level: { readonly rmsDb: number; readonly peakDb: number }) => void;
}

/** Mono 16 kHz; reading ends after `stop`, with what was heard by then. */
export interface RunningMicrophone extends AsyncIterable<Float32Array> {
  stop(): void;
}

export interface DaemonControl {
  status(): DaemonStatus;
  /** Takes no further connection; with `drain` what runs is finished before the daemon ends. */
  shutdown(drain: boolean): void;
}
