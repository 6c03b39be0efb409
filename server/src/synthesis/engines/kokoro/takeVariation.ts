import type { UtteranceRequest } from '../../synthesizer.ts';
import { parseVoiceBlend } from './voiceBlend.ts';

interface Variation {
  readonly rateFactor?: number;
  /** Of a voice that is near, in the blend. */
  readonly neighborShare?: number;
}

/** In the voice that was asked for first, then in the order of what they bring; docs/takes.md has the figures. */
const variations: readonly Variation[] = [
  {},
  { rateFactor: 0.9 },
  { rateFactor: 0.9, neighborShare: 0.5 },
  { neighborShare: 0.5 },
  { rateFactor: 0.85, neighborShare: 0.5 },
];

/** The model has no chance in it: a take is said slower, or with half of another voice. */
export function varyTake(request: UtteranceRequest): UtteranceRequest {
  const takeIndex = request.takeIndex ?? 0;
  const { rateFactor = 1, neighborShare = 0 } = variations[takeIndex % variations.length] ?? {};
  const blend = neighborShare === 0 ? null : blendWithNeighbor(request.voice, neighborShare);
  const isAlone = neighborShare > 0 && blend === null;
  // Who asks for more takes than there are ways gets each way again, slower.
  const rounds = Math.floor(takeIndex / variations.length);
  const factor = rateFactor * (isAlone ? aloneRateFactor : 1) * laterRateFactor ** rounds;
  const { prosody, voice } = request;
  return {
    ...request,
    voice: blend ?? voice,
    prosody: { ...prosody, rateFactor: prosody.rateFactor * factor },
  };
}

const laterRateFactor = 0.97;
/** In place of another voice, for one that has no neighbor. */
const aloneRateFactor = 0.96;

/** @returns null for a voice without a neighbor */
function blendWithNeighbor(voice: string, share: number): string | null {
  const parts = parseVoiceBlend(voice) ?? [];
  const family = parts[0]?.id.slice(0, 2) ?? '';
  const neighbor = neighbors[family]?.find((id) => !parts.some((part) => part.id === id));
  if (neighbor === undefined) return null;
  const kept = parts.map((part) => `${part.id}:${part.share * (1 - share)}`);
  return [...kept, `${neighbor}:${share}`].join('+');
}

/** Of a language and a gender, in English the clearest ones by the grades of the model's makers. */
const neighbors: Readonly<Record<string, readonly string[]>> = {
  af: ['af_heart', 'af_bella'],
  am: ['am_michael', 'am_fenrir'],
  bf: ['bf_emma', 'bf_isabella'],
  bm: ['bm_george', 'bm_fable'],
  em: ['em_alex', 'em_santa'],
  hf: ['hf_alpha', 'hf_beta'],
  hm: ['hm_omega', 'hm_psi'],
  pm: ['pm_alex', 'pm_santa'],
};
