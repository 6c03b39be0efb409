import type { TranscriptSegment } from '../../../../protocol/recognition.ts';
import { toSubtitleCues } from './subtitleCues.ts';

/** SubRip: numbered cues, `hh:mm:ss,mmm` times, one blank line between cues. */
export function toSrt(segments: readonly TranscriptSegment[]): string {
  return toSubtitleCues(segments)
    .map(
      ({ startMs, endMs, lines }, index) =>
        `${index + 1}\n${cueTime(startMs, ',')} --> ${cueTime(endMs, ',')}\n${lines.join('\n')}\n`,
    )
    .join('\n');
}

/**
 * WebVTT: a header, `hh:mm:ss.mmm` times, the characters that begin markup escaped.
 *
 * @param note  one line that is not shown, such as who made it
 */
export function toVtt(segments: readonly TranscriptSegment[], note?: string): string {
  const blocks = toSubtitleCues(segments).map(
    ({ startMs, endMs, lines }) =>
      `${cueTime(startMs, '.')} --> ${cueTime(endMs, '.')}\n${lines.map(escapeLine).join('\n')}\n`,
  );
  const head = note === undefined ? [] : [`NOTE ${note.replace(/\s+/gu, ' ').replaceAll('-->', '->')}\n`];
  return ['WEBVTT\n', ...head, ...blocks].join('\n');
}

function escapeLine(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function cueTime(milliseconds: number, separator: ',' | '.'): string {
  const total = Math.round(milliseconds);
  const pad = (value: number, width: number): string => String(Math.floor(value)).padStart(width, '0');
  const clock = [total / 3_600_000, (total / 60_000) % 60, (total / 1000) % 60].map((value) => pad(value, 2));
  return `${clock.join(':')}${separator}${pad(total % 1000, 3)}`;
}
