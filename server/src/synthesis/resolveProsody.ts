import { SpeechError } from '../../../protocol/errors.ts';
import type { Prosody, ResolvedProsody } from '../../../protocol/prosody.ts';

/** Lays one prosody over another: factors multiply, decibels add. */
export function resolveProsody(base: ResolvedProsody, change: Prosody): ResolvedProsody {
  return {
    rateFactor: base.rateFactor * (change.rateFactor ?? 1),
    pitchFactor: base.pitchFactor * (change.pitchFactor ?? 1),
    rangeFactor: base.rangeFactor * (change.rangeFactor ?? 1),
    energyDb: base.energyDb + (change.energyDb ?? 0),
  };
}

/** Smallest and largest value of each field; see protocol/prosody.ts. */
const limits = {
  rateFactor: [0.5, 2],
  pitchFactor: [0.5, 2],
  rangeFactor: [0, 3],
  energyDb: [-24, 12],
} as const satisfies Record<keyof Prosody, readonly [number, number]>;

/** @throws SpeechError invalidInput, naming the field, for a value out of its range */
export function assertProsody(prosody: Prosody): void {
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value = prosody[name as keyof Prosody];
    if (value !== undefined && !(value >= least && value <= most)) {
      throw new SpeechError('invalidInput', {
        message: `The prosody's ${name} is ${value}.`,
        hint: `Give a number from ${least} to ${most}.`,
      });
    }
  }
}
