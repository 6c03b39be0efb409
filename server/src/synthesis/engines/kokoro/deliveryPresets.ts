import type { Delivery } from '../../../../../protocol/expression.ts';
import type { VocalChange } from './vocalChange.ts';

export interface DeliveryPreset extends VocalChange {
  /** Breath alone makes the sound. */
  readonly isWhispered: boolean;
}

/**
 * What Kokoro's voices can do; the others are left out.
 *
 * A whisper is the model's own: told that no sound is voiced it makes the words of breath alone, and they are
 * understood as well as before. A shout is higher and louder, and its vowels are long.
 */
export const deliveryPresets: Readonly<Partial<Record<Delivery, DeliveryPreset>>> = {
  whispering: { rateFactor: 0.9, pitchSemitones: 0, rangeFactor: 1, energyDb: -6, isWhispered: true },
  shouting: { rateFactor: 0.92, pitchSemitones: 4.5, rangeFactor: 1.2, energyDb: 6, isWhispered: false },
  robotic: { rateFactor: 0.95, pitchSemitones: 0, rangeFactor: 0, energyDb: 0, isWhispered: false },
};
