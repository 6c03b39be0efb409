/** What a press of the key means. */
export type HoldDecision = 'start' | 'stop' | 'none';

/**
 * Tells a key that is held from one that is tapped: extensions hear no key that is released, but a held key repeats. A
 * tap starts and the next tap stops; held, it stops when the repeats end.
 */
export interface HoldToTalk {
  /** The key was pressed, or repeats. */
  press(nowMs: number): HoldDecision;
  /** To be asked while a key may be held. */
  tick(nowMs: number): HoldDecision;
  /** What was started has ended by itself. */
  reset(): void;
}

/** Keyboards begin to repeat after a quarter to a whole second, and then repeat every 20 to 100 ms. */
const firstRepeatMs = 1100;
const repeatMs = 250;

export function createHoldToTalk(): HoldToTalk {
  let isOn = false;
  let isHeld = false;
  let pressedMs = -Infinity;
  let lastMs = -Infinity;
  return {
    press(nowMs) {
      const sinceLastMs = nowMs - lastMs;
      const isFirstRepeat = isOn && lastMs === pressedMs && sinceLastMs <= firstRepeatMs;
      const isRepeat = isHeld && sinceLastMs <= repeatMs;
      lastMs = nowMs;
      if (!isOn) {
        isOn = true;
        isHeld = false;
        pressedMs = nowMs;
        return 'start';
      }
      if (isRepeat) return 'none';
      if (isFirstRepeat && sinceLastMs >= 20) {
        isHeld = true;
        return 'none';
      }
      isOn = false;
      return 'stop';
    },
    tick(nowMs) {
      if (!isHeld || nowMs - lastMs <= repeatMs) return 'none';
      isOn = false;
      isHeld = false;
      return 'stop';
    },
    reset() {
      isOn = false;
      isHeld = false;
    },
  };
}
