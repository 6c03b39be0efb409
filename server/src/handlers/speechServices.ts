import type { DaemonStatus } from '../../../protocol/daemon.ts';
import type { SoundDevice } from '../../../protocol/devices.ts';
import type { SharedEngines } from '../enginePool/sharedEngines.ts';
import type { UtteranceHistory } from '../history/utteranceHistory.ts';
import type { ModelLibrary } from '../modelLibrary/modelLibrary.ts';
import type { Player } from '../playback/player.ts';
import type { SoundCache } from '../soundCache/soundCache.ts';
import type { VoiceLibrary } from '../voices/voiceLibrary.ts';

/** What handlers answer with: everything a client can ask of the daemon. */
export interface SpeechServices {
  readonly engines: Pick<
    SharedEngines,
    'openRecognition' | 'openSynthesis' | 'enrollClips' | 'holdBackground' | 'pool'
  >;
  readonly library: ModelLibrary;
  /** That users have made of clips. */
  readonly voices: VoiceLibrary;
  readonly sound: SoundServices;
  /** What was spoken of scripts. */
  readonly soundCache: SoundCache;
  /** What was said. */
  readonly history: UtteranceHistory;
  readonly daemon: DaemonControl;
}

export interface SoundServices {
  /** @throws SpeechError audioDeviceUnavailable where the sound library does not load */
  listDevices(signal: AbortSignal): Promise<{
    readonly microphones: readonly SoundDevice[];
    readonly speakers: readonly SoundDevice[];
  }>;
  /** @throws SpeechError audioDeviceUnavailable, microphonePermissionDenied, deviceBusy */
  openMicrophone(options: MicrophoneRequest, signal: AbortSignal): Promise<RunningMicrophone>;
  readonly player: Player;
}

export interface MicrophoneRequest {
  readonly device?: string;
  readonly onLevel: (level: { readonly rmsDb: number; readonly peakDb: number }) => void;
  /** Aborted when no more is to be heard. */
  readonly stop: AbortSignal;
}

/** Mono 16 kHz; reading ends after a stop, with what was heard by then. */
export interface RunningMicrophone extends AsyncIterable<Float32Array> {
  stop(): void;
}

export interface DaemonControl {
  status(): DaemonStatus;
  /** Takes no further connection; with `drain` what runs is finished before the daemon ends. */
  shutdown(drain: boolean): void;
}
