import type { ProsodySpan, ResolvedProsody } from '../../../../../protocol/prosody.ts';
import type { PhonemeRange } from '../../../text/phonemes/joinPhonemes.ts';
import type { SpokenToken } from '../../../text/spokenToken.ts';
import { resolveProsody } from '../../resolveProsody.ts';

/** Prosody of one phoneme, and the strength of its token's accent: 0 none, 1 strong. */
export interface PhonemeProsody extends ResolvedProsody {
  readonly accent: number;
}

export interface SpokenRange {
  readonly token: SpokenToken;
  /** Where its phonemes are in the sequence. */
  readonly range: PhonemeRange;
}

export interface RequestedProsody {
  readonly prosody: ResolvedProsody;
  readonly spans: readonly ProsodySpan[];
}

/**
 * Carries prosody from the text to phonemes: a token has the prosody of the spans that touch it, and the space and
 * punctuation after it too; factors multiply, decibels add. What is before the first token has the utterance's.
 *
 * @param phonemeCount  boundaries counted in; phoneme `i` of the sequence is at `i + 1` of the result
 */
export function toPhonemeProsody(
  requested: RequestedProsody,
  spoken: readonly SpokenRange[],
  phonemeCount: number,
): PhonemeProsody[] {
  const result: PhonemeProsody[] = new Array<PhonemeProsody>(phonemeCount).fill({
    ...requested.prosody,
    accent: 0,
  });
  spoken.forEach(({ token, range }, index) => {
    const touching = requested.spans.filter(
      (span) => span.startOffset < token.endOffset && span.endOffset > token.startOffset,
    );
    if (touching.length === 0) return;
    const prosody = touching.reduce((sum, span) => resolveProsody(sum, span.prosody), requested.prosody);
    const accent = Math.min(1, Math.max(0, ...touching.map((span) => span.accent ?? 0)));
    const next = spoken[index + 1]?.range.start ?? phonemeCount - 1;
    result.fill({ ...prosody, accent }, range.start + 1, range.end + 1);
    result.fill({ ...prosody, accent: 0 }, range.end + 1, next + 1);
  });
  return result;
}
