import type { Emotion } from '../../../../../protocol/expression.ts';
import { noChange, type VocalChange } from './vocalChange.ts';

/**
 * What each emotion at full strength changes of a voice.
 *
 * The directions are those that studies of acted and natural speech agree on; docs/expression.md has them side by
 * side, and test/e2e/unhurried/expression.test.ts measures them in the sound:
 *
 * - K. R. Scherer, "Vocal communication of emotion: A review of research paradigms", Speech Communication 40, 2003;
 * - P. N. Juslin and P. Laukka, "Communication of emotions in vocal expression and music performance: Different
 *   channels, same code?", Psychological Bulletin 129, 2003, a review of 104 studies;
 * - I. R. Murray and J. L. Arnott, "Toward the simulation of emotion in synthetic speech", Journal of the Acoustical
 *   Society of America 93, 1993.
 *
 * Fear is that of Juslin and Laukka, soft and flat; panic, which the others describe, is loud and wide. Surprise,
 * excitement, calm and seriousness stand in none of their tables: they follow the one rule that all three confirm,
 * that a roused speaker is higher, wider, quicker and louder, and a quiet one the opposite.
 *
 * The sizes are ours: clearly heard, and small enough that every word is still understood.
 */
export const emotionPresets: Readonly<Record<Emotion, VocalChange>> = {
  neutral: noChange,
  happy: { rateFactor: 1.08, pitchSemitones: 2.5, rangeFactor: 1.4, energyDb: 2 },
  sad: { rateFactor: 0.84, pitchSemitones: -1.5, rangeFactor: 0.65, energyDb: -5 },
  angry: { rateFactor: 1.12, pitchSemitones: 2, rangeFactor: 1.45, energyDb: 5 },
  surprised: { rateFactor: 1.08, pitchSemitones: 4, rangeFactor: 1.6, energyDb: 2 },
  fearful: { rateFactor: 1.18, pitchSemitones: 3.5, rangeFactor: 0.7, energyDb: -3 },
  disgusted: { rateFactor: 0.8, pitchSemitones: -2, rangeFactor: 1.25, energyDb: -2 },
  calm: { rateFactor: 0.9, pitchSemitones: -1, rangeFactor: 0.75, energyDb: -3 },
  tender: { rateFactor: 0.88, pitchSemitones: -0.8, rangeFactor: 0.7, energyDb: -5 },
  excited: { rateFactor: 1.15, pitchSemitones: 3.5, rangeFactor: 1.55, energyDb: 4 },
  serious: { rateFactor: 0.92, pitchSemitones: -1.5, rangeFactor: 0.7, energyDb: 1 },
};
