import type { Emphasis, ProsodySpan, ResolvedProsody } from '../../../../../protocol/prosody.ts';
import type { SpeakingStyle } from '../../../../../protocol/speakingStyle.ts';
import type { PhonemeRange } from '../../../text/phonemes/joinPhonemes.ts';
import type { SpokenToken } from '../../../text/spokenToken.ts';
import type { UtteranceRequest } from '../../synthesizer.ts';
import { resolveProsody } from '../../resolveProsody.ts';
import { deliveryPresets } from './deliveryPresets.ts';
import { emotionPresets } from './emotionPresets.ts';
import { applyChange, noChange, scaleChange, type VocalChange } from './vocalChange.ts';

/** Prosody of one phoneme, and the strength of its token's accent: 0 none, 1 strong. */
export interface PhonemeProsody extends ResolvedProsody {
  readonly accent: number;
  /** Breath instead of voice. */
  readonly isWhispered: boolean;
}

export interface SpokenRange {
  readonly token: SpokenToken;
  /** Where its phonemes are in the sequence. */
  readonly range: PhonemeRange;
}

export type RequestedProsody = Pick<UtteranceRequest, 'prosody' | 'spans' | 'style'>;

/**
 * Carries prosody and style from the text to phonemes: a token has those of the spans that touch it, and the space
 * and punctuation after it too; factors multiply, decibels add, a span's style replaces what it names. What is before the first token has the utterance's.
 *
 * @param phonemeCount  boundaries counted in; phoneme `i` of the sequence is at `i + 1` of the result
 */
export function toPhonemeProsody(
  requested: RequestedProsody,
  spoken: readonly SpokenRange[],
  phonemeCount: number,
): PhonemeProsody[] {
  const result = new Array<PhonemeProsody>(phonemeCount).fill(prosodyWithin(requested, []));
  spoken.forEach(({ token, range }, index) => {
    const touching = requested.spans.filter(
      (span) => span.startOffset < token.endOffset && span.endOffset > token.startOffset,
    );
    if (touching.length === 0) return;
    const prosody = prosodyWithin(requested, touching);
    const next = spoken[index + 1]?.range.start ?? phonemeCount - 1;
    result.fill(prosody, range.start + 1, range.end + 1);
    result.fill({ ...prosody, accent: 0 }, range.end + 1, next + 1);
  });
  return result;
}

function prosodyWithin({ prosody, style }: RequestedProsody, spans: readonly ProsodySpan[]): PhonemeProsody {
  const asked = spans.reduce((sum, span) => resolveProsody(sum, span.prosody), prosody);
  const manner = spans.reduce(overlayStyle, style ?? {});
  const delivery = manner.delivery === undefined ? undefined : deliveryPresets[manner.delivery];
  const emotion = scaleChange(emotionPresets[manner.emotion ?? 'neutral'], manner.strength ?? 1);
  const emphasis = spans.flatMap((span) => span.emphasis ?? []).at(-1);
  const changes = [emotion, delivery ?? noChange, emphasis === 'reduced' ? reduced : noChange];
  return {
    ...changes.reduce(applyChange, asked),
    accent: Math.min(
      1,
      Math.max(0, ...spans.map((span) => span.accent ?? 0), accents[emphasis ?? 'reduced']),
    ),
    isWhispered: delivery?.isWhispered ?? false,
  };
}

/** An emotion that is named without a strength is a full one. */
function overlayStyle(around: SpeakingStyle, { style }: ProsodySpan): SpeakingStyle {
  return { ...around, ...(style?.emotion !== undefined && { strength: 1 }), ...style };
}

const accents: Readonly<Record<Emphasis, number>> = { strong: 1, moderate: 0.55, reduced: 0 };

/** A word that is passed over: quick, soft and flat. */
const reduced: VocalChange = { rateFactor: 1.15, pitchSemitones: -1, rangeFactor: 0.5, energyDb: -4 };
