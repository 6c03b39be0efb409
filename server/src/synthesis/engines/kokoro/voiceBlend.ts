/** A voice and its share of the sound; the shares of a blend sum to 1. */
export interface VoiceShare {
  readonly id: string;
  readonly share: number;
}

/**
 * Reads a voice name: an id, or several with weights, `af_heart:0.6+am_michael:0.4`. A weight left out is 1,
 * and only their ratios count.
 *
 * @returns null when a weight is no positive number, or all together are more than there are numbers
 */
export function parseVoiceBlend(name: string): VoiceShare[] | null {
  const parts = name.split('+').map((part) => {
    const [id = '', weight, ...rest] = part.trim().split(':');
    return { id, weight: rest.length > 0 ? Number.NaN : weight === undefined ? 1 : Number(weight) };
  });
  if (!parts.every(({ weight }) => weight > 0 && Number.isFinite(weight))) return null;
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!Number.isFinite(total)) return null;
  return parts.map(({ id, weight }) => ({ id, share: weight / total }));
}
