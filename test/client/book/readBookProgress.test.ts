import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readBookProgress } from '../../../client/src/book/readBookProgress.ts';
import { createProgressBar } from '../../../server/src/cli/progressBar.ts';

test('what the command line prints without a terminal is read', () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  let nowMs = 0;
  const progress = createProgressBar(stream, {
    label: 'book',
    unit: 'characters',
    now: () => nowMs,
  });
  progress.relabel('2/3 The  storm');
  nowMs = 60_000;
  progress.update(12_000, 24_000);
  const [line = ''] = String(stream.read()).split('\n');
  expect(readBookProgress(line)).toEqual({ label: '2/3 The  storm', share: 0.5 });
});

test.each(['sea.aloud:3:1: warning unknown-tag: ...', 'af_heart cannot do "sad".', ''])(
  '%j is none',
  (line) => {
    expect(readBookProgress(line)).toBeNull();
  },
);
