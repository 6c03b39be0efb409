import type { Synthesizer } from '../synthesis/synthesizer.ts';
import type { Caller, EngineScheduler } from './engineLanes.ts';

/** A synthesizer whose every utterance waits for its turn. */
export function createScheduledSynthesizer(
  synthesizer: Synthesizer,
  scheduler: EngineScheduler,
  caller: Caller,
): Synthesizer {
  return {
    description: synthesizer.description,
    synthesize: (request, signal, onSound) =>
      scheduler.run(
        { ...caller, lane: 'synthesis' },
        (unitSignal) => synthesizer.synthesize(request, unitSignal, onSound),
        signal,
      ),
    dispose: () => synthesizer.dispose(),
  };
}
