import type { TranscriptSegment } from '../../../../../protocol/recognition.ts';
import { toPassages } from './passages.ts';

/**
 * What was heard for a person to read: a paragraph for each manner of speaking, `(happy) What a day! [laughter]`. The
 * tags are those of scripts; the text is as it was heard, with nothing escaped.
 */
export function toTaggedText(segments: readonly TranscriptSegment[]): string {
  return toPassages(segments)
    .map(({ emotion, delivery, parts }) => {
      const manner = [emotion, delivery].filter((item) => item !== null).join(', ');
      const said = parts.map((part) => (part.kind === 'text' ? part.text : `[${part.type}]`)).join(' ');
      return manner === '' ? said : `(${manner}) ${said}`;
    })
    .join('\n');
}
