/** What a press of the key means. */
export type HoldDecision = 'start' | 'stop' | 'none';

/**
 * Tells a key that is held from one that is tapped: extensions hear no key that is released, but a held key repeats. A
 * tap starts and the next tap stops; held, it stops when the repeats end.
 */
export interface HoldToTalk {
  /**
   * The key was pressed, or repeats.
   *
   * @param isOn  whether there is something to stop, whoever has started it
   */
  press(nowMs: number, isOn: boolean): HoldDecision;
  /** To be asked while a key may be held. */
  tick(nowMs: number): HoldDecision;
}

/** Keyboards begin to repeat after a quarter to a whole second, and then repeat every 20 to 100 ms. */
const firstRepeatMs = 1100;
const repeatMs = 250;
/** Within this a key that has stopped is still down, for most keyboards: nobody starts again so soon. */
const stillDownMs = 700;

export function createHoldToTalk(): HoldToTalk {
  /** What its repeats, as long as they come, keep up; null where it is not held. */
  let held: 'dictation' | 'silence' | null = null;
  let startedMs = -Infinity;
  let stoppedMs = -Infinity;
  let lastMs = -Infinity;

  const decide = (nowMs: number, isOn: boolean): HoldDecision => {
    const sinceLastMs = nowMs - lastMs;
    if (held !== null && sinceLastMs <= repeatMs) return 'none';
    held = null;
    if (isOn && lastMs === startedMs && sinceLastMs >= 20 && sinceLastMs <= firstRepeatMs) held = 'dictation';
    if (!isOn && lastMs === stoppedMs && sinceLastMs <= stillDownMs) held = 'silence';
    if (held !== null) return 'none';
    return isOn ? 'stop' : 'start';
  };

  return {
    press(nowMs, isOn) {
      const decision = decide(nowMs, isOn);
      lastMs = nowMs;
      if (decision === 'start') startedMs = nowMs;
      if (decision === 'stop') stoppedMs = nowMs;
      return decision;
    },
    tick(nowMs) {
      if (held !== 'dictation' || nowMs - lastMs <= repeatMs) return 'none';
      held = null;
      return 'stop';
    },
  };
}
