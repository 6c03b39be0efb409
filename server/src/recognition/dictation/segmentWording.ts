import type { TextStretch } from '../../../../protocol/recognition.ts';
import type { RecognizedUtterance } from '../recognizer.ts';
import { reword, type Wording } from '../wording/reword.ts';
import { replacedStretches, rewordUtterance } from '../wording/rewordUtterance.ts';
import { committedText, tentativeText, type StablePrefix } from './stablePrefix.ts';

/** How one segment is worded. What is committed is committed as it was heard; what of it is told is worded. */
export interface SegmentWording {
  readonly wording: Wording;
  /** BCP-47, of the fillers. Null: not known yet. It does not change once something committed was told. */
  readonly language: string | null;
  readonly isLanguageCertain: boolean;
}

/** What is told of a segment that grows. */
export interface PartialWording {
  /** Only grows, and the final text begins with it. */
  readonly committedText: string;
  readonly tentativeText: string;
  /** Of both texts together. */
  readonly replaced: readonly TextStretch[];
}

/** @param language  that was asked for; null: what is heard */
export function createSegmentWording(
  wording: Wording | null,
  language: string | null,
): SegmentWording | null {
  return wording && { wording, language, isLanguageCertain: language !== null };
}

/**
 * What may become the beginning of a replacement is shown as it was heard, and not committed before it is known whether
 * it does.
 *
 * @param language  as the latest decode has it
 */
export function rewordPartial(
  prefix: StablePrefix,
  { wording, language }: { readonly wording: SegmentWording | null; readonly language: string | null },
): { readonly wording: SegmentWording | null; readonly shown: PartialWording } {
  const committed = committedText(prefix);
  const tentative = tentativeText(prefix);
  if (wording === null)
    return { wording, shown: { committedText: committed, tentativeText: tentative, replaced: [] } };
  const known = wording.isLanguageCertain ? wording : { ...wording, language };
  const settled = reword(committed, known);
  const whole = reword(committed + tentative, known);
  return {
    wording: { ...known, isLanguageCertain: known.isLanguageCertain || settled.settledEnd > 0 },
    shown: {
      committedText: settled.text.slice(0, settled.settledEnd),
      tentativeText: whole.text.slice(settled.settledEnd),
      replaced: replacedStretches(whole.stretches),
    },
  };
}

/** @param utterance  its text begins with what was committed, as it was heard */
export function rewordFinal(
  utterance: RecognizedUtterance,
  segment: SegmentWording | null,
): RecognizedUtterance {
  if (segment === null) return utterance;
  const { wording, language, isLanguageCertain } = segment;
  return rewordUtterance(utterance, {
    wording,
    language: isLanguageCertain ? language : (utterance.language ?? language),
  });
}
