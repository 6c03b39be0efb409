import { formatBytes, formatClock } from './format.ts';
import { printable } from './printable.ts';
import { lineWidth, overwriteLine, type TerminalStream } from './terminalStream.ts';

export type ProgressUnit = 'bytes' | 'audioMs' | 'characters' | 'files';

export interface ProgressOptions {
  readonly label: string;
  readonly unit: ProgressUnit;
  /** Monotonic clock in milliseconds. */
  readonly now: () => number;
}

/**
 * Progress of one long job on stderr: a bar that redraws itself on a terminal, a plain line every few seconds
 * elsewhere. A job that ends sooner prints nothing.
 */
export interface ProgressBar {
  /** @param total  null while unknown */
  update(done: number, total: number | null): void;
  /** A new name for what runs now. */
  relabel(label: string): void;
  /** Removes the bar; what was printed as lines stays. */
  end(): void;
}

const redrawIntervalMs = 100;
const lineIntervalMs = 5000;
const barWidth = 24;
/** The rate is the mean over this long, so that it follows a changing connection. */
const rateWindowMs = 10_000;

export function createProgressBar(stream: TerminalStream, options: ProgressOptions): ProgressBar {
  const isTerminal = stream.isTTY === true;
  const intervalMs = isTerminal ? redrawIntervalMs : lineIntervalMs;
  const startMs = options.now();
  let label = options.label;
  let lastPrintMs = isTerminal ? Number.NEGATIVE_INFINITY : startMs;
  let isDrawn = false;
  const samples: Sample[] = [];

  const print = (done: number, total: number | null, nowMs: number): void => {
    const rate = ratePerMs(samples, nowMs);
    const text = progressText({ label, unit: options.unit, done, total, rate, isTerminal });
    if (isTerminal) overwriteLine(stream, text.slice(0, lineWidth(stream)));
    else stream.write(`${text}\n`);
    isDrawn = true;
  };

  return {
    update(done, total) {
      const nowMs = options.now();
      while (samples.length > 1 && nowMs - (samples[0]?.atMs ?? nowMs) > rateWindowMs) samples.shift();
      const newestMs = samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
      if (nowMs - newestMs >= redrawIntervalMs) samples.push({ atMs: nowMs, done });
      if (nowMs - lastPrintMs < intervalMs) return;
      lastPrintMs = nowMs;
      print(done, total, nowMs);
    },
    relabel(next) {
      label = next;
      samples.length = 0;
    },
    end() {
      if (isTerminal && isDrawn) overwriteLine(stream, '');
      isDrawn = false;
    },
  };
}

interface Sample {
  readonly atMs: number;
  readonly done: number;
}

/** Mean rate over the samples; null until they span half a second. */
function ratePerMs(samples: readonly Sample[], nowMs: number): number | null {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || nowMs - first.atMs < 500) return null;
  const rate = (last.done - first.done) / (nowMs - first.atMs);
  return rate > 0 ? rate : null;
}

interface ProgressState {
  readonly label: string;
  readonly unit: ProgressUnit;
  readonly done: number;
  readonly total: number | null;
  /** Units per millisecond; null while unknown. */
  readonly rate: number | null;
  readonly isTerminal: boolean;
}

function progressText({ label, unit, done, total, rate, isTerminal }: ProgressState): string {
  const parts = [printable(label)];
  if (total !== null && total > 0) {
    const share = Math.min(1, done / total);
    const filled = Math.round(share * barWidth);
    if (isTerminal) parts.push(`[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`);
    parts.push(`${Math.floor(share * 100)}%`, `${amount(done, unit)} of ${amount(total, unit)}`);
  } else {
    parts.push(amount(done, unit));
  }
  if (rate !== null) {
    parts.push(unit === 'audioMs' ? `${rate.toFixed(1)}x real time` : `${amount(rate * 1000, unit)}/s`);
    if (total !== null && total > done) parts.push(`${formatClock((total - done) / rate)} left`);
  }
  return parts.join('  ');
}

function amount(value: number, unit: ProgressUnit): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'audioMs':
      return formatClock(value);
    case 'characters':
      return `${Math.round(value).toLocaleString('en-US')} characters`;
    case 'files':
      return `${value.toFixed(Number.isInteger(value) ? 0 : 1)} files`;
  }
}
