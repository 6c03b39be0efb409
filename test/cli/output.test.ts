import { describe, expect, test } from 'vitest';
import { SpeechError, speechErrorCodes } from '../../protocol/errors.ts';
import { exitCodeOf } from '../../server/src/cli/exitCodes.ts';
import { InterruptedError, toFailure, UsageError } from '../../server/src/cli/failure.ts';
import { formatBytes, formatClock, formatDuration, formatTable } from '../../server/src/cli/format.ts';
import { createLiveLine } from '../../server/src/cli/liveLine.ts';
import { createOutput } from '../../server/src/cli/output.ts';
import { createProgressBar } from '../../server/src/cli/progressBar.ts';
import { textSink } from './support.ts';

describe('exit codes', () => {
  test('every failure of the world ends with 1, 2, 3 or 4', () => {
    for (const code of speechErrorCodes) expect([1, 2, 3, 4]).toContain(exitCodeOf(code));
  });

  test.each([
    [new SpeechError('invalidInput', { message: 'm', hint: 'h' }), 'invalidInput', 1],
    [new SpeechError('unknownVoice', { message: 'm', hint: 'h' }), 'unknownVoice', 2],
    [new SpeechError('networkUnreachable', { message: 'm', hint: 'h' }), 'networkUnreachable', 3],
    [new UsageError('m', 'h'), 'usage', 2],
    [new RangeError('m'), 'internal', 4],
    ['m', 'internal', 4],
    [new InterruptedError(), 'interrupted', 130],
  ])('%s is %s and ends with %i', (error, code, exitCode) => {
    expect(toFailure(error, 'Kept.')).toMatchObject({ code, exitCode });
  });
});

describe('streams', () => {
  test('in JSON mode stdout has records and nothing else', () => {
    const stdout = textSink();
    const stderr = textSink();
    const output = createOutput({ stdout, stderr }, true);
    output.result('for a person');
    output.note('a note');
    output.record({ ok: true, value: null });
    output.failure(toFailure(new UsageError('m', 'h'), ''), 'a.wav');
    expect(stdout.text()).toBe(
      '{"ok":true,"value":null}\n{"ok":false,"file":"a.wav","error":{"code":"usage","message":"m","hint":"h"}}\n',
    );
    expect(stderr.text()).toBe('a note\n');
  });

  test('in text mode stdout has results and nothing else', () => {
    const stdout = textSink();
    const stderr = textSink();
    const output = createOutput({ stdout, stderr }, false);
    output.result('for a person');
    output.record({ ok: true });
    output.failure(toFailure(new UsageError('Wrong.', 'Do this.'), ''));
    output.failure(toFailure(new InterruptedError(), 'The download resumes.'));
    expect(stdout.text()).toBe('for a person\n');
    expect(stderr.text()).toBe('error: Wrong.\n  Do this.\nInterrupted. The download resumes.\n');
  });
});

describe('control characters of others', () => {
  const evil = 'a\x1b]0;b\x07\x9b1m\rc\td\r\ne';
  const shown = 'a\\x1b]0;b\\x07\\x9b1m\\x0dc\td\r\ne';

  test.each([
    [true, shown],
    [false, evil],
  ])('are shown on a terminal and not obeyed; a pipe gets what there is (terminal: %s)', (isTTY, written) => {
    const stdout = Object.assign(textSink(), { isTTY });
    const stderr = textSink();
    const output = createOutput({ stdout, stderr }, false);
    output.result(evil);
    output.note(evil);
    expect(stdout.text()).toBe(`${written}\n`);
    expect(stderr.text()).toBe(`${shown}\n`);
  });

  test('do not leave the line of a progress bar', () => {
    const stderr = Object.assign(textSink(), { isTTY: true, columns: 100 });
    let nowMs = 0;
    const bar = createProgressBar(stderr, { label: '\x1b[2J', unit: 'files', now: () => (nowMs += 1000) });
    bar.update(1, 2);
    bar.end();
    expect(stderr.text()).toContain('\\x1b[2J');
    expect(stderr.text()).not.toContain('\x1b[2J');
  });
});

test('a live line shows the end of a long text, and goes back over a typed line feed', () => {
  const stderr = Object.assign(textSink(), { isTTY: true, columns: 25 });
  const line = createLiveLine(stderr);
  line.goBack();
  line.clear();
  line.show('short');
  line.show('once upon a time in the west');
  line.goBack();
  line.clear();
  line.clear();
  const erase = '\r\x1b[2K';
  expect(stderr.text()).toBe(`${erase}short${erase}…upon a time in the west\x1b[A${erase}`);
});

describe('progress', () => {
  function runProgress(isTTY: boolean, stepMs: number): string {
    const stderr = Object.assign(textSink(), { isTTY, columns: 100 });
    let nowMs = 0;
    const bar = createProgressBar(stderr, { label: 'model', unit: 'bytes', now: () => nowMs });
    for (let done = 0; done <= 100; done += 1) {
      bar.update(done * 1_000_000, 100_000_000);
      nowMs += stepMs;
    }
    bar.end();
    return stderr.text();
  }

  test('plain lines, one every five seconds, with rate and time left', () => {
    const lines = runProgress(false, 200).trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('model  25%  25.0 MB of 100 MB  5.0 MB/s  0:15 left');
  });

  test('a short job says nothing', () => {
    expect(runProgress(false, 10)).toBe('');
  });

  test('a terminal gets a bar that is redrawn and removed', () => {
    const text = runProgress(true, 100);
    expect(text).toContain('model  [############............]  50%');
    expect(text).not.toContain('\n');
    expect(text.endsWith('\r\x1b[2K')).toBe(true);
  });
});

describe('figures for people', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [92_361_116, '92.4 MB'],
    [999_999_999, '1000 MB'],
    [2_020_000_000, '2.0 GB'],
  ])('%i bytes', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('durations and clocks', () => {
    expect([formatDuration(83.4), formatDuration(1234)]).toEqual(['83 ms', '1.2 s']);
    expect([formatClock(4600), formatClock(3_723_000)]).toEqual(['0:05', '1:02:03']);
  });

  test('a table is padded, without spaces at line ends', () => {
    expect(formatTable([['a', 'bb'], ['ccc', 'd'], ['e']])).toBe('a    bb\nccc  d\ne');
  });
});
