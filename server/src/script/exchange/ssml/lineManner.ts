import type { DraftCharacter, SpanAttributes } from '../draft/draft.ts';
import {
  factorSteps,
  levelSteps,
  pitchText,
  rateText,
  roundTo,
  valueLimits,
  volumeText,
} from '../draft/values.ts';
import { parsePitch, parseRate, parseVolume } from '../../vocabulary/values.ts';
import type { Surroundings } from './surroundings.ts';

/** How a line as a whole is said, gathered from the elements that say so. */
export interface LineManner {
  readonly attributes: SpanAttributes;
  readonly surroundings: Surroundings;
}

/** The direction that makes of a character's usual manner the one of the line. */
export function directionOf(line: LineManner | null, usual: DraftCharacter = {}): SpanAttributes {
  if (line === null) return {};
  const { attributes, surroundings } = line;
  const { emotion, strength, delivery, instruct } = attributes;
  const own = (name: string): string => String(usual[name] ?? '');
  const rate = roundTo(surroundings.rateFactor / (parseRate(own('rate')) ?? 1));
  const pitch = roundTo(surroundings.pitchSemitones - (parsePitch(own('pitch')) ?? 0));
  const volume = roundTo(surroundings.volumeDb - (parseVolume(own('volume')) ?? 0));
  const isUsualEmotion = emotion === own('emotion') && (strength ?? '1') === (own('strength') || '1');
  return {
    ...(emotion !== undefined && !isUsualEmotion && { emotion }),
    ...(emotion !== undefined && !isUsualEmotion && strength !== undefined && { strength }),
    ...(delivery !== undefined && delivery !== own('delivery') && { delivery }),
    ...(rate !== 1 && { rate: factorSteps(rate).map(rateText).join(', ') }),
    ...(pitch !== 0 && { pitch: levelSteps(pitch, valueLimits.pitch).map(pitchText).join(', ') }),
    ...(volume !== 0 && { volume: levelSteps(volume, valueLimits.volume).map(volumeText).join(', ') }),
    ...(instruct !== undefined && instruct !== own('instruct') && { instruct }),
  };
}
