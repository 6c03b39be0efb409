/** Counts what is going on. */
export interface WorkCounter {
  readonly count: number;
  /** @returns what ends this piece of work; a second call does nothing */
  begin(): () => void;
  /** Resolves when nothing goes on, at once if nothing does now. */
  whenNone(): Promise<void>;
}

export interface WorkListener {
  readonly onFirst?: () => void;
  readonly onNone?: () => void;
}

export function createWorkCounter({ onFirst, onNone }: WorkListener = {}): WorkCounter {
  let count = 0;
  let waiting: (() => void)[] = [];
  return {
    get count() {
      return count;
    },
    begin() {
      let isOpen = true;
      if (++count === 1) onFirst?.();
      return () => {
        if (!isOpen) return;
        isOpen = false;
        if (--count > 0) return;
        const woken = waiting;
        waiting = [];
        for (const wake of woken) wake();
        onNone?.();
      };
    },
    whenNone: () =>
      new Promise((resolve) => {
        if (count === 0) resolve();
        else waiting.push(resolve);
      }),
  };
}
