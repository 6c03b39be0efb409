/** How fast is read: as the setting says, which keys change. */
export interface ReadingSpeed {
  now(): number;
  /** @returns the speed from now on */
  change(by: number): number;
  /** Keeps what was not kept yet. */
  dispose(): void;
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

  const keep = async (): Promise<void> => {
    timer = undefined;
    const speed = pressed;
    if (speed === null) return;
    await write(speed);
    if (pressed === speed) pressed = null;
  };
  const now = (): number => pressed ?? read();

  return {
    now,
    change(by) {
      pressed = Math.min(most, Math.max(least, Math.round((now() + by) * 10) / 10));
      clearTimeout(timer);
      timer = setTimeout(() => {
        keep().catch(() => undefined);
      }, settledMs);
      return pressed;
    },
    dispose() {
      if (timer === undefined) return;
      clearTimeout(timer);
      keep().catch(() => undefined);
    },
  };
}
