import type { Recognizer } from '../recognition/recognizer.ts';
import type { Caller, EngineScheduler } from './engineLanes.ts';

/** A recognizer whose every utterance waits for its turn, or for that of those that are heard beside it. */
export function createScheduledRecognizer(
  recognizer: Recognizer,
  scheduler: EngineScheduler,
  caller: Caller,
): Recognizer {
  return {
    description: recognizer.description,
    recognize: (samples, options, signal) =>
      scheduler.run(
        {
          ...caller,
          lane: 'recognition',
          togetherCount: options.isOneOfMany === true ? (recognizer.description.sideBySideCount ?? 1) : 1,
        },
        (unitSignal) => recognizer.recognize(samples, options, unitSignal),
        signal,
      ),
    dispose: () => recognizer.dispose(),
  };
}
