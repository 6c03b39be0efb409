import type { ResolvedProsody } from '../../../../../protocol/prosody.ts';

/** What a way of speaking changes of a voice, against the voice's own. */
export interface VocalChange {
  readonly rateFactor: number;
  readonly pitchSemitones: number;
  /** Around the mean, in the log domain. */
  readonly rangeFactor: number;
  /** Half of it is effort: the model makes the voice brighter or softer (see energyContour.ts). */
  readonly energyDb: number;
}

export const noChange: VocalChange = { rateFactor: 1, pitchSemitones: 0, rangeFactor: 1, energyDb: 0 };

/** @param strength  0 changes nothing, 1 all */
export function scaleChange(change: VocalChange, strength: number): VocalChange {
  return {
    rateFactor: change.rateFactor ** strength,
    pitchSemitones: change.pitchSemitones * strength,
    rangeFactor: 1 + (change.rangeFactor - 1) * strength,
    energyDb: change.energyDb * strength,
  };
}

/** On top of what was asked for. */
export function applyChange(prosody: ResolvedProsody, change: VocalChange): ResolvedProsody {
  return {
    rateFactor: prosody.rateFactor * change.rateFactor,
    pitchFactor: prosody.pitchFactor * 2 ** (change.pitchSemitones / 12),
    rangeFactor: prosody.rangeFactor * change.rangeFactor,
    energyDb: prosody.energyDb + change.energyDb,
  };
}
