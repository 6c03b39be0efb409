import { fadeIn, fadeOut } from '../audio/fade.ts';
import { joinSamples } from '../audio/joinSamples.ts';

/** Cuts the silence off both ends of a sound that comes piece by piece. */
export interface SilenceTrimmer {
  /** @returns what surely stays of the sound so far and was not given yet; a new array */
  push(samples: Float32Array): Float32Array;
  /** Ends the sound. @returns the rest; nothing at all was heard where all that was given is empty */
  end(samples: Float32Array): Float32Array;
  /** How much was cut off at the start; 0 before anything was given. */
  cutSamples(): number;
}

/** Levels are taken over windows of 5 ms. */
const windowMs = 5;
/**
 * Quieter than the loudest window by more than this is silence: a voiceless f is about 25 dB below a vowel, and what
 * some voices breathe for half a second behind their last word about 42 dB.
 */
const silenceDb = -40;
/** While a sound still comes, its loudest window is taken to be this loud at least: 25 dB below a full square wave. */
const usualPower = 10 ** (-25 / 10);
/** What is left before the first sound and after the last one, faded; trimmed sound counts as silent there. */
export const silentEdgesMs = { start: 20, end: 20 };

/**
 * What remains is faded at both ends, so that silence can follow without a click. While a sound comes, a window is
 * compared with the loudest one so far, or with a usual one, and at its end with the loudest of all: a beginning may stay
 * that is quieter than what is loud much later.
 */
export function createSilenceTrimmer(sampleRateHz: number): SilenceTrimmer {
  const toSamples = (durationMs: number): number => Math.round((sampleRateHz * durationMs) / 1000);
  const windowSamples = Math.max(1, toSamples(windowMs));
  const lead = toSamples(silentEdgesMs.start);
  const tail = toSamples(silentEdgesMs.end);
  /** Of each window from the start. */
  const powers: number[] = [];
  /** What was not given yet, from `heldStart` on. */
  let held = new Float32Array(0);
  let heldStart = 0;
  let loudest = usualPower;
  let loudestOfAll = 0;
  let start: number | null = null;
  const isHeard = (power: number): boolean => power > 0 && power >= loudest * 10 ** (silenceDb / 10);

  function hear(samples: Float32Array, isLast: boolean): void {
    held = joinSamples([held, samples]);
    const count = (heldStart + held.length) / windowSamples;
    while (powers.length < (isLast ? Math.ceil(count) : Math.floor(count))) {
      const from = powers.length * windowSamples - heldStart;
      const window = held.subarray(from, from + windowSamples);
      const power = window.reduce((sum, sample) => sum + sample * sample, 0) / window.length;
      powers.push(power);
      loudest = Math.max(loudest, power);
      loudestOfAll = Math.max(loudestOfAll, power);
    }
  }

  /** Where what is heard begins, with its silent edge; null: nothing is heard yet. */
  function findStart(): number | null {
    const first = powers.findIndex(isHeard);
    return first < 0 ? null : Math.max(0, first * windowSamples - lead);
  }

  const heardEnd = (): number => (powers.findLastIndex(isHeard) + 1) * windowSamples;

  /** What is held of the sound from `from`, or from what was given last, to `end`. */
  function give(from: number, end: number): Float32Array {
    const given = held.slice(from - heldStart, Math.max(from, end) - heldStart);
    if (start === null) fadeIn(given, lead);
    start ??= from;
    held = held.slice(from - heldStart + given.length);
    heldStart = from + given.length;
    return given;
  }

  return {
    push(samples) {
      hear(samples, false);
      const from = start === null ? findStart() : heldStart;
      // The last of the sound is faded, wherever it ends.
      const end = Math.min(heardEnd(), heldStart + held.length - tail);
      const isEnough = from !== null && (start !== null || end - from >= lead);
      return isEnough ? give(from, end) : new Float32Array(0);
    },
    end(samples) {
      hear(samples, true);
      loudest = loudestOfAll;
      const from = start === null ? findStart() : heldStart;
      if (from === null) return new Float32Array(0);
      const end = Math.max(heardEnd(), from) + tail;
      const given = give(from, Math.min(heldStart + held.length, end));
      fadeOut(given, tail);
      return given;
    },
    cutSamples: () => start ?? 0,
  };
}
