import type { Priority } from '../../../protocol/priority.ts';
import { createWaitingLine, type WaitingLine, type WaitingUnit } from './waitingLine.ts';

/**
 * Says what runs next on each lane. A lane runs one unit at a time, or a few that let others run beside them; a unit is
 * one call of a model, and between two of them is where a more urgent one comes in. `WaitingLine` has the order, and
 * no unit overtakes one that has to wait until it is alone.
 */
export interface Scheduler<Lane extends string> {
  /**
   * @param work    called once, or never when the signal aborts; it may wait as long as it takes, for the line is
   *                bounded by who bounds the requests
   * @param signal  an abort rejects at once with its reason: a waiting unit is gone from the line; a running one is
   *                told, and its lane is free when its work has really ended
   * @throws what `work` throws
   */
  run<Result>(
    place: UnitPlace<Lane>,
    work: (signal: AbortSignal) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;

  /** While any of these is held, no unit of priority `book` starts on any lane. Disposing twice does nothing. */
  holdBackground(): Disposable;

  status(): readonly LaneStatus<Lane>[];
}

export interface UnitPlace<Lane extends string> extends WaitingUnit {
  readonly lane: Lane;
  /** Most units that may run at the same time with this one, itself included. Absent: it runs alone. */
  readonly togetherCount?: number;
}

export interface LaneStatus<Lane extends string> {
  readonly lane: Lane;
  readonly runningCounts: Readonly<Record<Priority, number>>;
  readonly waitingCounts: Readonly<Record<Priority, number>>;
}

export interface SchedulerOptions<Lane extends string> {
  readonly lanes: readonly Lane[];
  /** Monotonic. */
  readonly nowMs: () => number;
  /** See `createWaitingLine`; default 10 s. */
  readonly bookPatienceMs?: number;
}

export function createScheduler<Lane extends string>(options: SchedulerOptions<Lane>): Scheduler<Lane> {
  const { nowMs, bookPatienceMs = 10_000 } = options;
  const holds = new Set<object>();
  const lanes = new Map<Lane, LaneState>(
    options.lanes.map((lane) => [
      lane,
      { waiting: createWaitingLine<Unit>(bookPatienceMs), running: new Set() },
    ]),
  );

  const startNext = (lane: LaneState): void => {
    const { running, waiting } = lane;
    const hasPlace = ({ togetherCount }: Unit): boolean =>
      running.size === 0 ||
      running.size < Math.min(togetherCount, ...[...running].map((one) => one.togetherCount));
    const unit = waiting.take({ nowMs: nowMs(), holdsBackground: holds.size > 0, hasPlace });
    if (unit === null) return;
    running.add(unit);
    unit.start(() => {
      // Whoever has waited for this result may ask for the next in its turn, before something less urgent starts.
      afterTwoTurns(() => {
        running.delete(unit);
        startNext(lane);
      });
    });
    startNext(lane);
  };

  return {
    run(place, work, signal) {
      const lane = lanes.get(place.lane);
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (lane === undefined) throw new RangeError(`There is no lane ${place.lane}.`);
        const unit: Unit = {
          priority: place.priority,
          owner: place.owner,
          togetherCount: place.togetherCount ?? 1,
          start(onEnd) {
            startWork(work, signal)
              .then(resolve, reject)
              .finally(() => {
                signal.removeEventListener('abort', abort);
                onEnd();
              });
          },
        };
        const abort = (): void => {
          lane.waiting.remove(unit);
          reject(signal.reason as Error);
          // It may have kept others from running beside those that run.
          startNext(lane);
        };
        signal.addEventListener('abort', abort, { once: true });
        lane.waiting.add(unit, nowMs());
        startNext(lane);
      });
    },

    holdBackground() {
      const hold = {};
      holds.add(hold);
      return {
        [Symbol.dispose]: () => {
          holds.delete(hold);
          for (const lane of lanes.values()) startNext(lane);
        },
      };
    },

    status: () =>
      [...lanes].map(([lane, { running, waiting }]) => ({
        lane,
        runningCounts: countByPriority(
          (priority) => [...running].filter((unit) => unit.priority === priority).length,
        ),
        waitingCounts: countByPriority((priority) => waiting.countOf(priority)),
      })),
  };
}

function countByPriority(count: (priority: Priority) => number): Readonly<Record<Priority, number>> {
  return {
    dictation: count('dictation'),
    interactive: count('interactive'),
    preview: count('preview'),
    book: count('book'),
  };
}

interface Unit extends WaitingUnit {
  readonly togetherCount: number;
  start(onEnd: () => void): void;
}

interface LaneState {
  readonly waiting: WaitingLine<Unit>;
  readonly running: Set<Unit>;
}

/** Work that throws before it returns a promise has failed like any other. */
async function startWork<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return work(signal);
}

/** Two, because a stream of units asks for its next one in the turn after it got one. */
function afterTwoTurns(callback: () => void): void {
  setImmediate(() => setImmediate(callback));
}
