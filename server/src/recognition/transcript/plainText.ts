import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { joinPassages } from '../../text/joinPassages.ts';

/** The segments' texts as running text. */
export function toPlainText(segments: readonly Pick<TranscriptSegment, 'text'>[]): string {
  return joinPassages(segments.map(({ text }) => text));
}
