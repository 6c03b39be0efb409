import type { VoiceActivityDetector } from '../recognition/vad/voiceActivityDetector.ts';
import type { Caller, EngineScheduler } from './engineLanes.ts';

/** A detector whose every call waits for its turn. */
export function createScheduledVoiceActivity(
  detector: VoiceActivityDetector,
  scheduler: EngineScheduler,
  caller: Caller,
): VoiceActivityDetector {
  return {
    detect: (samples, memory, signal) =>
      scheduler.run(
        { ...caller, lane: 'voiceActivity' },
        (unitSignal) => detector.detect(samples, memory, unitSignal),
        signal,
      ),
    dispose: () => detector.dispose(),
  };
}
