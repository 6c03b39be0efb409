import type { TranscriptSegment } from '../../../protocol/recognition.ts';

export const transcriptFormats = ['text', 'json', 'srt', 'vtt'] as const;

export type TranscriptFormat = (typeof transcriptFormats)[number];

/** The segments' texts as running text. */
export function toPlainText(segments: readonly TranscriptSegment[]): string {
  return segments
    .map(({ text }) => text.trim())
    .filter((text) => text !== '')
    .join(' ');
}

/** SubRip: numbered cues, `hh:mm:ss,mmm` times, one blank line between cues. */
export function toSrt(segments: readonly TranscriptSegment[]): string {
  return cues(segments)
    .map(
      ({ startMs, endMs, text }, index) =>
        `${index + 1}\n${cueTime(startMs, ',')} --> ${cueTime(endMs, ',')}\n${text}\n`,
    )
    .join('\n');
}

/** WebVTT: a header, `hh:mm:ss.mmm` times, the characters that begin markup escaped. */
export function toVtt(segments: readonly TranscriptSegment[]): string {
  const blocks = cues(segments).map(({ startMs, endMs, text }) => {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `${cueTime(startMs, '.')} --> ${cueTime(endMs, '.')}\n${escaped}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

/** A cue without text is not shown, and a blank line inside one would end it. */
function cues(segments: readonly TranscriptSegment[]): TranscriptSegment[] {
  return segments
    .map((segment) => ({ ...segment, text: segment.text.trim().replace(/\s*\n\s*/g, '\n') }))
    .filter(({ text }) => text !== '');
}

function cueTime(milliseconds: number, separator: ',' | '.'): string {
  const total = Math.round(milliseconds);
  const pad = (value: number, width: number): string => String(Math.floor(value)).padStart(width, '0');
  const clock = [total / 3_600_000, (total / 60_000) % 60, (total / 1000) % 60].map((value) => pad(value, 2));
  return `${clock.join(':')}${separator}${pad(total % 1000, 3)}`;
}
