import type { TextRange } from '../../text/textRange.ts';

/** One voice of a blend; the range is of the id, in the blend's text. */
export interface VoicePart extends TextRange {
  readonly id: string;
  /** As written; null where there is none. */
  readonly weight: string | null;
}

/** The voices that a name stands for: itself, or those of a blend such as `af_heart:2+am_adam`. */
export function voiceParts(name: string): VoicePart[] {
  let offset = 0;
  return name.split('+').map((part) => {
    const [written = '', ...weights] = part.split(':');
    const id = written.trim();
    const startOffset = offset + written.length - written.trimStart().length;
    offset += part.length + 1;
    const weight = weights.length === 0 ? null : weights.join(':').trim();
    return { id, weight, startOffset, endOffset: startOffset + id.length };
  });
}
