import type { WaitingUnit } from './waitingLine.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Voice activity has a lane of its own: it shares the worker of recognition but must not wait for a long utterance,
 * only for the model call in flight. Its units take milliseconds.
 */
export const engineLanes = ['recognition', 'voiceActivity', 'synthesis'] as const;

export type EngineLane = (typeof engineLanes)[number];

export type EngineScheduler = Scheduler<EngineLane>;

/** For whom an engine works, and how urgent that is. */
export type Caller = WaitingUnit;
