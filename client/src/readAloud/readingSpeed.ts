/** How fast is read: as the setting says, which keys change. */
export interface ReadingSpeed {
  now(): number;
  /** @returns the speed from now on */
  change(by: number): number;
  /** Keeps at once what was not kept yet. Resolves when the setting has it, or cannot be written. */
  settle(): Promise<void>;
}

export interface SpeedSetting {
  readonly read: () => number;
  readonly write: (speed: number) => PromiseLike<void>;
}

const least = 0.5;
const most = 3;
/** Who looks for a speed presses a key several times: it is written once. */
const settledMs = 1000;

export function createReadingSpeed({ read, write }: SpeedSetting): ReadingSpeed {
  /** Holds until the setting has it, and where that cannot be written until the window is closed. */
  let pressed: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let kept = Promise.resolve();

  const keep = async (): Promise<void> => {
    const speed = pressed;
    if (speed === null) return;
    try {
      await write(speed);
      if (pressed === speed) pressed = null;
    } catch {
      // It holds all the same.
    }
  };
  const settle = (): Promise<void> => {
    if (timer !== undefined) {
      clearTimeout(timer);
      timer = undefined;
      kept = keep();
    }
    return kept;
  };
  const now = (): number => pressed ?? read();

  return {
    now,
    change(by) {
      pressed = Math.min(most, Math.max(least, Math.round((now() + by) * 10) / 10));
      clearTimeout(timer);
      timer = setTimeout(() => void settle(), settledMs);
      return pressed;
    },
    settle,
  };
}
