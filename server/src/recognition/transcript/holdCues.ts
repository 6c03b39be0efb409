import { textWidth } from './subtitleLines.ts';

/** One subtitle: a line or two that are shown from `startMs` to `endMs`. */
export interface SubtitleCue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/**
 * Shows subtitles that are gone before they are read for longer, into the silence behind them: a second at least, and as
 * long as reading takes. None begins at another time, and none lasts into the next one.
 */
export function holdCues(cues: readonly SubtitleCue[]): SubtitleCue[] {
  return cues.map((cue, index) => {
    const next = cues[index + 1];
    const latestMs = next === undefined ? Infinity : next.startMs - gapMs;
    const wishedMs = cue.startMs + readingMs(cue.lines);
    return { ...cue, endMs: Math.max(cue.endMs, Math.min(wishedMs, latestMs)) };
  });
}

/** Two frames of a film: without a gap the eye misses that the text is another one. */
const gapMs = 84;

const leastMs = 1000;

/** What guidelines for adults allow; wide characters are read half as fast, and count twice. */
const columnsPerSecond = 17;

function readingMs(lines: readonly string[]): number {
  const columns = lines.reduce((sum, line) => sum + textWidth(line), lines.length - 1);
  return Math.max(leastMs, (columns / columnsPerSecond) * 1000);
}
